using System.Numerics;

namespace WeakToStrong.Transformer.Models;

/// <summary>
/// How many places a cache has for sequences: one of few numbers, at most an eighth more than they need, so that what
/// was made for one batch mostly does for the next.
/// </summary>
internal static class CacheCapacity
{
    private const int SmallestStep = 16;

    /// <param name="tokens">Of the longest sequence.</param>
    /// <param name="most">Of any that the model takes.</param>
    public static int For(long tokens, int most)
    {
        if (tokens >= most)
            return most;
        var step = Math.Max(SmallestStep, (long)BitOperations.RoundUpToPowerOf2((ulong)tokens) / 16);
        return (int)Math.Min(most, (tokens + step - 1) / step * step);
    }
}
