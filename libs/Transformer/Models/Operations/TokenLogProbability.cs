using System.Numerics;
using WeakToStrong.Transformer.Models.Kernels;
using WeakToStrong.Transformer.Models.Kernels.Cuda;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>log softmax(logits / temperature), of one chosen token per row.</summary>
internal static class TokenLogProbability
{
    /// <summary>Log-probabilities, and whether each chosen token is a most likely one.</summary>
    /// <param name="logits">[M, V].</param>
    /// <param name="targets">[M] int64 in 0 to V − 1.</param>
    /// <returns>[M], float32 or float64, with a gradient; and [M] bool.</returns>
    public static (Tensor LogProbabilities, Tensor IsTop) Apply(Tensor logits, Tensor targets, double temperature)
    {
        if (CudaLogSoftmax.Serves(logits))
            return OnCuda(logits, targets, 1 / temperature);
        if (!CpuMemory.IsEnabled || !logits.is_cpu())
            return Composed(logits, targets, temperature);
        // In float32 even where the model computes in 16 bits: sums of many log-probabilities need the digits.
        var wide = CpuMemory.Contiguous(Precision.Wide(logits));
        return wide.dtype == ScalarType.Float32
            ? Fused<float>(wide, targets, 1 / temperature)
            : Fused<double>(wide, targets, 1 / temperature);
    }

    /// <summary>
    /// The same in operators, for any device and type, in float32 at least. The logits are kept as they are, and made
    /// wide again on the way back.
    /// </summary>
    internal static (Tensor LogProbabilities, Tensor IsTop) Composed(Tensor logits, Tensor targets, double temperature)
    {
        var isTop = torch.empty([logits.size(0)], dtype: ScalarType.Bool, device: logits.device);
        var values = LibTorch.Function(
            [logits],
            context =>
            {
                var scaled = Scaled(logits, temperature);
                var chosen = At(scaled, targets);
                isTop.copy_(chosen.ge(scaled.amax(1)));
                var logProbabilities = At(scaled.log_softmax(1), targets);
                context.SaveForBackward(logits, targets, chosen - logProbabilities);
                return [logProbabilities];
            },
            (context, gradients) => [Slopes(
                context.Saved[0], context.Saved[1], context.Saved[2], gradients[0]! / temperature, temperature)])[0];
        return (values, isTop);
    }

    // ∂/∂logits = (1 at the target − softmax) · gradient
    private static Tensor Slopes(
        Tensor logits, Tensor targets, Tensor normaliser, Tensor gradient, double temperature)
    {
        var slopes = Scaled(logits, temperature).sub(normaliser.unsqueeze(1)).exp_().mul_(gradient.neg().unsqueeze(1));
        var places = torch.arange(targets.size(0), device: targets.device) * slopes.size(1) + targets;
        var flat = slopes.view(-1, 1);
        RowSelection.Put(flat, places, flat.index_select(0, places) + gradient.unsqueeze(1));
        return slopes.to_type(logits.dtype);
    }

    private static Tensor Scaled(Tensor logits, double temperature) =>
        temperature == 1 ? Precision.Wide(logits) : Precision.Wide(logits) / temperature;

    // [M]
    private static Tensor At(Tensor rows, Tensor targets) => rows.gather(1, targets.unsqueeze(1)).squeeze(1);

    // In place on the way back, as on the CPU, but in the logits' own type.
    private static (Tensor, Tensor) OnCuda(Tensor logits, Tensor targets, double scale)
    {
        var isTop = torch.empty([logits.size(0)], dtype: ScalarType.Bool, device: logits.device);
        var chosen = LibTorch.Function(
            [logits],
            context =>
            {
                var values = torch.empty([logits.size(0)], dtype: CudaKernels.Wide(logits), device: logits.device);
                var (normaliser, places) = (torch.empty_like(values), targets.contiguous());
                CudaLogSoftmax.Forward(logits, places, values, normaliser, isTop, scale);
                context.SaveForBackward(logits, places, normaliser);
                return [values];
            },
            (context, gradients) =>
            {
                var saved = context.Saved;
                CudaLogSoftmax.Backward(gradients[0]!.contiguous(), saved[0], saved[1], saved[2], scale);
                return [saved[0]];
            })[0];
        return (chosen, isTop);
    }

    // The backward pass turns the logits into their gradient where they lie: they are the largest tensor of an update.
    private static unsafe (Tensor, Tensor) Fused<T>(Tensor logits, Tensor targets, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (rows, classes) = (logits.size(0), (int)logits.size(1));
        var isTop = torch.empty([rows], dtype: ScalarType.Bool);
        var chosen = LibTorch.Function(
            [logits],
            context =>
            {
                var values = torch.empty([rows], dtype: logits.dtype);
                var normaliser = torch.empty_like(values);
                LogSoftmaxKernel.Forward(
                    CpuMemory.Pointer<T>(logits), CpuMemory.Pointer<long>(targets), CpuMemory.Pointer<T>(values),
                    CpuMemory.Pointer<T>(normaliser), CpuMemory.Pointer<bool>(isTop), rows, classes, scale);
                context.SaveForBackward(logits, targets, normaliser);
                return [values];
            },
            (context, gradients) =>
            {
                var gradient = gradients[0]!.contiguous();
                LogSoftmaxKernel.Backward(
                    CpuMemory.Pointer<T>(gradient), CpuMemory.Pointer<T>(context.Saved[0]),
                    CpuMemory.Pointer<long>(context.Saved[1]), CpuMemory.Pointer<T>(context.Saved[2]), rows, classes,
                    scale);
                return [context.Saved[0]];
            })[0];
        return (chosen, isTop);
    }
}
