using WeakToStrong.Torch.Random;

namespace WeakToStrong.Torch.Tests.Random;

public sealed class SeededRandomTests
{
    [Fact]
    public void State_Restored_ContinuesWhereItWas()
    {
        var random = new SeededRandom(1, "order");
        _ = random.NextDouble();
        var state = random.State;
        double[] first = [random.NextDouble(), random.NextInt(100)];
        random.State = state;
        Assert.Equal(first, new[] { random.NextDouble(), random.NextInt(100) });
        var other = new SeededRandom(1, "order") { State = state };
        Assert.Equal(first[0], other.NextDouble());
    }

    [Fact]
    public void NextInt_ManyDraws_CoversTheRangeEvenly()
    {
        var random = new SeededRandom(2, "ints");
        var counts = new int[6];
        for (var i = 0; i < 6_000; i++) counts[random.NextInt(6)]++;
        // Each count has mean 1000 and deviation 29.
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
        Assert.Equal(0, random.NextInt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
    }

    [Fact]
    public void Shuffle_Items_IsAPermutationAndRepeatable()
    {
        var first = Enumerable.Range(0, 50).ToArray();
        var second = first.ToArray();
        new SeededRandom(3, "shuffle").Shuffle<int>(first);
        new SeededRandom(3, "shuffle").Shuffle<int>(second);
        Assert.Equal(first, second);
        Assert.NotEqual(Enumerable.Range(0, 50), first);
        Assert.Equal(Enumerable.Range(0, 50), first.Order());
    }

    [Fact]
    public void NextBool_Probability_IsMet()
    {
        var random = new SeededRandom(4, "bools");
        var count = Enumerable.Range(0, 10_000).Count(_ => random.NextBool(0.25));
        Assert.InRange(count, 2_300, 2_700);
        Assert.Contains(random.Choose(["a", "b"]), new[] { "a", "b" });
    }
}
