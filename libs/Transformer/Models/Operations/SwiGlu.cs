using System.Numerics;
using WeakToStrong.Transformer.Models.Kernels;
using WeakToStrong.Transformer.Models.Kernels.Cuda;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>The gated unit of Shazeer, arXiv:2002.05202: silu(gate) · up.</summary>
internal static class SwiGlu
{
    /// <summary>Gates each row.</summary>
    /// <param name="gateUp">[N, 2F]: F gates, then F ups.</param>
    /// <returns>[N, F].</returns>
    public static Tensor Apply(Tensor gateUp) =>
        CudaSwiGlu.Serves(gateUp) ? OnCuda(gateUp)
        : !CpuMemory.Serves(gateUp) ? Composed(gateUp)
        : gateUp.dtype == ScalarType.Float32 ? Fused<float>(gateUp)
        : Fused<double>(gateUp);

    /// <summary>The same in operators, for any device and type.</summary>
    internal static Tensor Composed(Tensor gateUp) => LibTorch.Function(
        [gateUp],
        context =>
        {
            context.SaveForBackward(gateUp);
            var (gate, up) = Halves(gateUp);
            return [gate.silu().mul_(up)];
        },
        (context, gradients) =>
        {
            var (gate, up) = Halves(context.Saved[0]);
            var gradient = gradients[0]!;
            var slope = LibTorch.Call("aten::silu_backward", "", gradient.mul(up), gate);
            return [torch.cat([slope, gate.silu().mul_(gradient)], dim: 1)];
        })[0];

    private static (Tensor Gate, Tensor Up) Halves(Tensor gateUp)
    {
        var width = gateUp.size(1) / 2;
        return (gateUp.narrow(1, 0, width), gateUp.narrow(1, width, width));
    }

    private static Tensor OnCuda(Tensor gateUp) => LibTorch.Function(
        [gateUp],
        context =>
        {
            var y = torch.empty(
                [gateUp.size(0), gateUp.size(1) / 2], dtype: gateUp.dtype, device: gateUp.device);
            CudaSwiGlu.Forward(gateUp, y);
            context.SaveForBackward(gateUp);
            return [y];
        },
        (context, gradients) =>
        {
            var slopes = torch.empty_like(context.Saved[0]);
            CudaSwiGlu.Backward(gradients[0]!.contiguous(), context.Saved[0], slopes);
            return [slopes];
        })[0];

    private static unsafe Tensor Fused<T>(Tensor gateUp) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (rows, width) = (gateUp.size(0), (int)gateUp.size(1) / 2);
        return LibTorch.Function(
            [gateUp],
            context =>
            {
                var y = torch.empty([rows, width], dtype: gateUp.dtype);
                SwiGluKernel.Forward(CpuMemory.Pointer<T>(gateUp), CpuMemory.Pointer<T>(y), rows, width);
                context.SaveForBackward(gateUp);
                return [y];
            },
            (context, gradients) =>
            {
                var gradient = gradients[0]!.contiguous();
                var slopes = torch.empty_like(context.Saved[0]);
                SwiGluKernel.Backward(
                    CpuMemory.Pointer<T>(gradient), CpuMemory.Pointer<T>(context.Saved[0]),
                    CpuMemory.Pointer<T>(slopes), rows, width);
                return [slopes];
            })[0];
    }
}
