using WeakToStrong.Transformer.Data;

namespace WeakToStrong.Transformer.Tests.Data;

public sealed class TokenBudgetTests
{
    private static readonly int[] Counts = [7, 3, 5, 20, 1, 9];

    [Theory]
    [InlineData(10, "0 1|2|3|4 5")]
    [InlineData(1, "0|1|2|3|4|5")]
    [InlineData(45, "0 1 2 3 4 5")]
    public void Split_ByBudget_TakesNeighboursWhileTheyFit(int maximum, string expected)
    {
        var parts = new TokenBudget(maximum, Counts).Split([0, 1, 2, 3, 4, 5]);
        Assert.Equal(expected, string.Join('|', parts.Select(part => string.Join(' ', part))));
    }

    [Fact]
    public void Split_AnyOrder_KeepsIt()
    {
        var parts = new TokenBudget(12, Counts).Split([5, 1, 0, 2]);
        Assert.Equal([[5, 1], [0, 2]], parts);
    }
}
