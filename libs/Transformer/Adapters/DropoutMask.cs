using WeakToStrong.Torch.Random;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>Which elements of a matrix stay, from a counter-based stream: four elements to one block of 128 bits.</summary>
internal static class DropoutMask
{
    /// <summary>Prefix of the names of the streams; the stage and the module follow.</summary>
    public const string Stream = "lora/dropout/";

    /// <summary>Draws a mask.</summary>
    /// <param name="probability">That an element is left out.</param>
    /// <returns>Of the given shape, bool. True where the element stays.</returns>
    public static Tensor Draw(
        ulong seed, string module, DropoutDraw draw, double probability, long[] shape, Device device)
    {
        var stream = new CounterRandom(seed, $"{Stream}{draw.Stage}/{module}");
        var row = (ulong)(uint)draw.Update << 32 | (uint)draw.Part;
        var keepMask = new bool[shape.Aggregate(1L, (product, extent) => product * extent)];
        Fill(keepMask, stream, row, (uint)(probability * (1UL << 32)));
        return torch.tensor(keepMask, shape, device: device);
    }

    private static void Fill(Span<bool> keepMask, CounterRandom stream, ulong row, uint threshold)
    {
        for (var start = 0; start < keepMask.Length; start += 4)
        {
            var (low, high) = stream.Bits(row, (ulong)start / 4);
            ReadOnlySpan<uint> draws = [(uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32)];
            for (var index = start; index < Math.Min(start + 4, keepMask.Length); index++)
                keepMask[index] = draws[index - start] >= threshold;
        }
    }
}
