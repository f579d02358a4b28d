using WeakToStrong.Methods.Ppo;

namespace WeakToStrong.Methods.Tests.Ppo;

public sealed class MiniBatchesTests
{
    [Theory]
    [InlineData(6, 2, "3 3")]
    [InlineData(5, 4, "2 1 1 1")]
    [InlineData(64, 24, "3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 2 2 2 2 2 2 2 2")]
    [InlineData(3, 3, "1 1 1")]
    public void Split_AnyCounts_GivesAsManyPartsAsAskedFor(int answers, int parts, string sizes)
    {
        var order = Enumerable.Range(0, answers).Reverse().ToArray();

        var split = MiniBatches.Split(order, parts).ToArray();

        Assert.Equal(sizes, string.Join(' ', split.Select(part => part.Length)));
        Assert.Equal(order, split.SelectMany(part => part));
    }
}
