using System.Numerics;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>Root-mean-square norm (Zhang and Sennrich, arXiv:1910.07467): x / √(mean(x²) + ε) · w.</summary>
internal static class RmsNorm
{
    /// <summary>Normalises each row.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="weight">[C].</param>
    /// <returns>[N, C].</returns>
    public static Tensor Apply(Tensor x, Parameter weight, double epsilon) => !CpuMemory.Serves(x)
        ? Composed(x, weight.Value, epsilon)
        : x.dtype == ScalarType.Float32 ? Fused<float>(x, weight, epsilon) : Fused<double>(x, weight, epsilon);

    /// <summary>The same in operators, for any device and type.</summary>
    internal static Tensor Composed(Tensor x, Tensor weight, double epsilon)
    {
        // The mean of squares in float32: in bfloat16 it would keep three digits.
        var wide = Precision.Wide(x);
        var inverse = wide.square().mean([-1], keepdim: true).add_(epsilon).rsqrt_();
        return wide.mul(inverse).to_type(x.dtype).mul(weight);
    }

    private static unsafe Tensor Fused<T>(Tensor x, Parameter weight, double epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (rows, width) = (x.size(0), (int)x.size(1));
        return LibTorch.Function(
            [x, weight.Value],
            context =>
            {
                var y = torch.empty_like(x);
                var inverse = torch.empty([rows], dtype: x.dtype);
                RmsNormKernel.Forward(
                    CpuMemory.Pointer<T>(x), CpuMemory.Pointer<T>(weight.Value), CpuMemory.Pointer<T>(y),
                    CpuMemory.Pointer<T>(inverse), rows, width, epsilon);
                context.SaveForBackward(x, inverse);
                return [y];
            },
            (context, gradients) =>
            {
                var gradient = gradients[0]!.contiguous();
                var dx = torch.empty_like(context.Saved[0]);
                RmsNormKernel.Backward(
                    CpuMemory.Pointer<T>(gradient), CpuMemory.Pointer<T>(context.Saved[0]),
                    CpuMemory.Pointer<T>(weight.Value), CpuMemory.Pointer<T>(context.Saved[1]),
                    CpuMemory.Pointer<T>(dx), weight.Gradient is { } sum ? CpuMemory.Pointer<T>(sum) : null, rows,
                    width);
                return [dx, null];
            })[0];
    }
}
