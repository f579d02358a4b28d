using WeakToStrong.Torch.Random;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>Which elements of a matrix stay, from a counter-based stream: four of them to a block of bits.</summary>
internal static class DropoutMask
{
    /// <summary>Draws a mask.</summary>
    /// <param name="stream">Of this mask alone.</param>
    /// <param name="probability">That an element is left out.</param>
    /// <returns>Of the given shape, bool. True where the element stays.</returns>
    public static Tensor Draw(CounterRandom stream, double probability, long[] shape, Device device)
    {
        var keepMask = new bool[shape.Aggregate(1L, (product, extent) => product * extent)];
        Fill(keepMask, stream, (uint)(probability * (1UL << 32)));
        return LibTorch.Upload(keepMask, device).view(shape);
    }

    private static void Fill(Span<bool> keepMask, CounterRandom stream, uint threshold)
    {
        Span<uint> draws = stackalloc uint[4];
        for (var start = 0; start < keepMask.Length; start += draws.Length)
        {
            var (low, high) = stream.Bits(row: 0, (ulong)start);
            (draws[0], draws[1], draws[2], draws[3]) = ((uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32));
            for (var index = start; index < Math.Min(start + draws.Length, keepMask.Length); index++)
                keepMask[index] = draws[index - start] >= threshold;
        }
    }
}
