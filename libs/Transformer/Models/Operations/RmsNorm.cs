using System.Numerics;
using WeakToStrong.Transformer.Models.Kernels;
using WeakToStrong.Transformer.Models.Kernels.Cuda;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>Root-mean-square norm (Zhang and Sennrich, arXiv:1910.07467): x / √(mean(x²) + ε) · w.</summary>
internal static class RmsNorm
{
    /// <summary>Normalises each row.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="weight">[C].</param>
    /// <returns>[N, C].</returns>
    public static Tensor Apply(Tensor x, Parameter weight, double epsilon) =>
        CudaRmsNorm.Serves(x, weight) ? OnCuda(x, weight, epsilon)
        : !CpuMemory.Serves(x) ? Composed(x, weight, epsilon)
        : x.dtype == ScalarType.Float32 ? Fused<float>(x, weight, epsilon)
        : Fused<double>(x, weight, epsilon);

    /// <summary>
    /// The same in operators, for any device and type. Rows are normalised in float32 at least, of which nothing is
    /// kept but a number a row: the way back computes the rest again.
    /// </summary>
    /// <param name="x">[…, C].</param>
    internal static Tensor Composed(Tensor x, Parameter weight, double epsilon) => LibTorch.Function(
        [x, weight.Value],
        context =>
        {
            var inverse = InverseRoot(x, epsilon);
            context.SaveForBackward(x, inverse);
            // Rounded as it is written: no wide copy of the rows is made.
            return [Precision.Product(x, inverse, x.dtype).mul_(weight.Value)];
        },
        (context, gradients) =>
        {
            var (x, inverse) = (context.Saved[0], context.Saved[1]);
            var normed = x.mul(inverse); // in float32 at least, as the rest
            var slopes = gradients[0]!.mul(Precision.Wide(weight.Value));
            weight.Gradient?.add_(normed.mul(gradients[0]!).view(-1, normed.size(-1)).sum(dim: 0));
            var along = slopes.mul(normed).mean([-1], keepdim: true);
            return [Precision.Product(slopes.addcmul_(normed, along, value: -1), inverse, x.dtype), null];
        })[0];

    // [*, 1] 1 / √(mean(x²) + ε), in float32 at least.
    private static Tensor InverseRoot(Tensor x, double epsilon)
    {
        var length = Precision.Length(x, ofRows: true);
        return length.mul_(length).div_(x.size(-1)).add_(epsilon).rsqrt_();
    }

    // Rows of one head.
    private static Tensor OnCuda(Tensor x, Parameter weight, double epsilon) => LibTorch.Function(
        [x, weight.Value],
        context =>
        {
            var y = torch.empty_like(x);
            context.SaveForBackward(
                x, CudaRmsNorm.Forward(x.unsqueeze(1), weight.Value, y.unsqueeze(1), epsilon));
            return [y];
        },
        (context, gradients) =>
        {
            var (x, gradient) = (context.Saved[0], gradients[0]!.contiguous());
            var dx = torch.empty_like(x);
            CudaRmsNorm.Backward(
                gradient.unsqueeze(1), x.unsqueeze(1), weight, context.Saved[1], dx.unsqueeze(1));
            return [dx, null];
        })[0];

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
