using System.Numerics;
using System.Runtime.Intrinsics;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>Log-probability of one chosen class per row of logits.</summary>
internal static unsafe class LogSoftmaxKernel
{
    /// <summary>Forward: log p = z[target] − log Σ exp z, with z = logit · scale.</summary>
    /// <param name="logits">[M, V].</param>
    /// <param name="targets">[M].</param>
    /// <param name="logProbabilities">[M], written.</param>
    /// <param name="normaliser">[M], written: log Σ exp z.</param>
    /// <param name="isTop">[M], written: whether no class has a larger logit than the target.</param>
    public static void Forward<T>(
        T* logits, long* targets, T* logProbabilities, T* normaliser, bool* isTop, long rows, int classes, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var factor = T.CreateTruncating(scale);
        for (var row = 0L; row < rows; row++, logits += classes)
        {
            var top = Lanes.Maximum(logits, classes);
            var target = logits[targets[row]];
            normaliser[row] = top * factor + T.Log(SumOfExponentials(logits, classes, top, factor));
            logProbabilities[row] = target * factor - normaliser[row];
            isTop[row] = target >= top;
        }
    }

    /// <summary>Backward, in place: logits become d logits = g · scale · (1[target] − p).</summary>
    /// <param name="gradient">[M]: g.</param>
    public static void Backward<T>(
        T* gradient, T* logits, long* targets, T* normaliser, long rows, int classes, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var factor = Lanes.All<T>(scale);
        for (var row = 0L; row < rows; row++, logits += classes)
        {
            var g = gradient[row] * T.CreateTruncating(scale);
            var (shift, slope) = (Vector512.Create(normaliser[row]), Vector512.Create(-g));
            for (var i = 0; i < classes; i += Vector512<T>.Count)
            {
                var z = Lanes.LoadPart(logits + i, classes - i) * factor - shift;
                Lanes.StorePart(Lanes.Exp(z) * slope, logits + i, classes - i);
            }
            logits[targets[row]] += g;
        }
    }

    private static T SumOfExponentials<T>(T* values, int count, T top, T factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = Vector512<T>.Zero;
        var (scale, shift) = (Vector512.Create(factor), Vector512.Create(top));
        var i = 0;
        for (; i <= count - Vector512<T>.Count; i += Vector512<T>.Count)
            sum += Lanes.Exp((Vector512.Load(values + i) - shift) * scale);
        if (i == count)
            return Vector512.Sum(sum);
        var rest = Lanes.Exp((Lanes.LoadPart(values + i, count - i) - shift) * scale);
        return Vector512.Sum(sum + Vector512.ConditionalSelect(Lanes.First<T>(count - i), rest, Vector512<T>.Zero));
    }
}
