using System.Numerics;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>Rotary, grouped-query, causal self-attention within each sample of a batch.</summary>
internal static class CausalAttention
{
    /// <summary>Mixes the values of each sample's tokens.</summary>
    /// <param name="fused">[N, (H + 2K) D]: queries, keys and values, not rotated yet.</param>
    /// <param name="context">The batch.</param>
    /// <returns>[N, H · D].</returns>
    public static Tensor Apply(Tensor fused, AttentionContext context) =>
        CpuMemory.IsEnabled && fused.is_cpu() && Precision.IsNarrow(fused) ? Widened(fused, context)
        : !CpuMemory.Serves(fused) ? ComposedAttention.Apply(fused, context)
        : fused.dtype == ScalarType.Float32 ? Fused<float>(fused, context)
        : Fused<double>(fused, context);

    // The kernel has no 16 bits. Widening for it costs less than operators, which would hold scores of [B, H, T, T].
    private static Tensor Widened(Tensor fused, AttentionContext context)
    {
        var wide = context with { Cosine = Precision.Wide(context.Cosine), Sine = Precision.Wide(context.Sine) };
        return Fused<float>(fused.to_type(ScalarType.Float32).contiguous(), wide).to_type(fused.dtype);
    }

    private static unsafe Tensor Fused<T>(Tensor fused, AttentionContext batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (shape, rows) = (batch.Shape, fused.size(0));
        return LibTorch.Function(
            [fused],
            context =>
            {
                var mixed = torch.empty([rows, shape.OutputStride], dtype: fused.dtype);
                var normaliser = torch.empty([rows, shape.Heads], dtype: fused.dtype);
                AttentionForward.Run(
                    shape, CpuMemory.Pointer<T>(fused), CpuMemory.Pointer<T>(batch.Cosine),
                    CpuMemory.Pointer<T>(batch.Sine), CpuMemory.Pointer<T>(mixed), CpuMemory.Pointer<T>(normaliser));
                context.SaveForBackward(fused, batch.Cosine, batch.Sine, normaliser);
                return [mixed];
            },
            (context, gradients) =>
            {
                var (saved, gradient) = (context.Saved, gradients[0]!.contiguous());
                var slopes = torch.empty_like(saved[0]);
                AttentionBackward.Run(
                    shape, CpuMemory.Pointer<T>(saved[0]), CpuMemory.Pointer<T>(saved[1]),
                    CpuMemory.Pointer<T>(saved[2]), CpuMemory.Pointer<T>(saved[3]), CpuMemory.Pointer<T>(gradient),
                    CpuMemory.Pointer<T>(slopes));
                return [slopes];
            })[0];
    }
}
