using System.Numerics;
using System.Runtime.Intrinsics;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>
/// The steps that attention's forward and backward share, for one head of one sample in padded working memory.
/// </summary>
internal static unsafe class AttentionHead
{
    /// <summary>Copies T rows of a head, turned by their positions' angles and scaled.</summary>
    /// <param name="source">First row's head; rows sourceRow elements apart.</param>
    /// <param name="target">[T, padded D].</param>
    /// <param name="cosine">[T, D/2]: the positions' cosines, halves convention.</param>
    /// <param name="sine">[T, D/2]; direction −1 turns back.</param>
    public static void Rotate<T>(
        T* source, long sourceRow, T* target, long targetRow, T* cosine, T* sine, int rows, int dim, double scale,
        double direction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var half = dim / 2;
        var (factor, turn) = (Lanes.All<T>(scale), Lanes.All<T>(scale * direction));
        for (var row = 0; row < rows; row++, source += sourceRow, target += targetRow, cosine += half, sine += half)
        {
            for (var i = 0; i < half; i += Vector512<T>.Count)
            {
                var count = half - i;
                var (c, s) = (Lanes.LoadPart(cosine + i, count) * factor, Lanes.LoadPart(sine + i, count) * turn);
                var (first, second) = (Lanes.LoadPart(source + i, count), Lanes.LoadPart(source + half + i, count));
                Lanes.StorePart(first * c - second * s, target + i, count);
                Lanes.StorePart(second * c + first * s, target + half + i, count);
            }
        }
    }

    /// <summary>Copies T rows of a head.</summary>
    public static void Copy<T>(T* source, long sourceRow, T* target, long targetRow, int rows, int dim)
        where T : unmanaged
    {
        for (var row = 0; row < rows; row++, source += sourceRow, target += targetRow)
            new ReadOnlySpan<T>(source, dim).CopyTo(new Span<T>(target, dim));
    }

    /// <summary>
    /// One block of causal score rows, exponentiated in place. Columns past the diagonal become 0 as far as the block's
    /// products read them, and so do those before the window.
    /// </summary>
    /// <param name="shape">The extents, for the window.</param>
    /// <param name="scores">[4, columns]: rows first to first + 3 of Q Kᵀ, already scaled.</param>
    /// <param name="normaliser">[4]: the rows' log Σ exp, read to give probabilities, or written when asked to.</param>
    public static void Exponentiate<T>(
        AttentionShape shape, T* scores, int stride, int first, T* normaliser, bool known)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0; row < SmallMatrix.Block; row++, scores += stride, normaliser++)
        {
            new Span<T>(scores, shape.OutsideWindow(first + row)).Fill(T.NegativeInfinity);
            var (columns, read) = (first + row + 1, Lanes.RoundUp<T>(first + SmallMatrix.Block));
            if (known)
                ExponentiateRow(scores, columns, read, *normaliser);
            else
                *normaliser = Normalise(scores, columns, read);
        }
    }

    /// <summary>Softmax of a row's first columns, in place, zeros after them; returns log Σ exp.</summary>
    /// <param name="read">Elements of the row that exist, a whole number of vectors.</param>
    public static T Normalise<T>(T* scores, int columns, int read) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var top = Lanes.Maximum(scores, columns);
        var sum = ExponentiateRow(scores, columns, read, top);
        var share = Vector512.Create(T.One / sum);
        for (var i = 0; i < read; i += Vector512<T>.Count)
            (Vector512.Load(scores + i) * share).Store(scores + i);
        return top + T.Log(sum);
    }

    private static T ExponentiateRow<T>(T* scores, int columns, int read, T shift)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (sum, shifts) = (Vector512<T>.Zero, Vector512.Create(shift));
        for (var i = 0; i < read; i += Vector512<T>.Count)
        {
            var powers = Lanes.Exp(Vector512.Load(scores + i) - shifts);
            powers = Vector512.ConditionalSelect(Lanes.First<T>(columns - i), powers, Vector512<T>.Zero);
            powers.Store(scores + i);
            sum += powers;
        }
        return Vector512.Sum(sum);
    }
}
