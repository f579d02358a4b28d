namespace WeakToStrong.Torch.Random;

/// <summary>
/// A sequential generator over a <see cref="CounterRandom"/> stream, for data order and worlds. Its whole state is how
/// many draws were made, so it resumes anywhere.
/// </summary>
public sealed class SeededRandom(ulong seed, string stream)
{
    private readonly CounterRandom _stream = new(seed, stream);

    /// <summary>How many draws were made; set it to go there.</summary>
    public ulong State { get; set; }

    /// <summary>64 uniform bits.</summary>
    public ulong NextUInt64() => _stream.Bits(0, State++).Low;

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => CounterRandom.ToDouble(NextUInt64());

    /// <summary>Uniform in [0, <paramref name="exclusiveMaximum"/>), without bias (Lemire 2019).</summary>
    public int NextInt(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMaximum, 1);
        var range = (ulong)exclusiveMaximum;
        var threshold = unchecked(0UL - range) % range;
        while (true)
        {
            var high = Math.BigMul(NextUInt64(), range, out var low);
            if (low >= threshold) return (int)high;
        }
    }

    /// <summary>True with the given probability.</summary>
    public bool NextBool(double probability) => NextDouble() < probability;

    /// <summary>Orders a span at random, each order equally likely (Fisher and Yates, in Durstenfeld's form).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>One of the items, each equally likely.</summary>
    public T Choose<T>(IReadOnlyList<T> items) => items[NextInt(items.Count)];
}
