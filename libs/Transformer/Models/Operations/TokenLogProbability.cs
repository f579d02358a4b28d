using System.Numerics;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>log softmax(logits / temperature), of one chosen token per row.</summary>
internal static class TokenLogProbability
{
    /// <summary>Log-probabilities, and whether each chosen token is a most likely one.</summary>
    /// <param name="logits">[M, V].</param>
    /// <param name="targets">[M] int64 in 0 to V − 1.</param>
    /// <returns>[M], float32 or float64, with a gradient; and [M] bool.</returns>
    public static (Tensor LogProbabilities, Tensor IsTop) Apply(Tensor logits, Tensor targets, double temperature) =>
        // In float32 even where the model computes in 16 bits: sums of many log-probabilities need the digits.
        OfWide(Precision.Wide(logits), targets, temperature);

    /// <summary>The same in operators, for any device and type.</summary>
    internal static (Tensor LogProbabilities, Tensor IsTop) Composed(Tensor logits, Tensor targets, double temperature)
    {
        var scaled = logits / temperature;
        var chosen = scaled.gather(1, targets.unsqueeze(1)).squeeze(1); // [M]
        var isTop = chosen.detach().ge(scaled.detach().amax(1));
        return (chosen - scaled.logsumexp(1), isTop);
    }

    private static (Tensor LogProbabilities, Tensor IsTop) OfWide(
        Tensor logits, Tensor targets, double temperature) =>
        !CpuMemory.Serves(logits) ? Composed(logits, targets, temperature)
        : logits.dtype == ScalarType.Float32 ? Fused<float>(logits, targets, 1 / temperature)
        : Fused<double>(logits, targets, 1 / temperature);

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
