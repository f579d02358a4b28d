using WeakToStrong.Torch.Random;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Tests.Models.Operations;

/// <summary>Running sums made of matrix products, beside libtorch's own.</summary>
public sealed class CumulativeSumTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(70_000)]
    public void ByProducts_OfAnyWidth_EqualsTheOperator(int width)
    {
        using var scope = torch.NewDisposeScope();
        var draws = new float[3 * width];
        new CounterRandom(seed: 1, "running sums").FillNormal(0, 0, deviation: 1, draws);
        var values = torch.tensor(draws).view(3, width).to_type(ScalarType.Float64);

        var difference = CumulativeSum.ByProducts(values) - values.cumsum(-1);

        Assert.Equal(values.shape, difference.shape);
        Assert.InRange(difference.abs().max().ToDouble(), 0, 1e-9);
    }

    /// <summary>A token that cannot be drawn adds nothing, so no uniform falls on it.</summary>
    [Fact]
    public void ByProducts_OverAZero_StaysWhereItIs()
    {
        using var scope = torch.NewDisposeScope();
        var values = torch.tensor([0.1, 0.0, 0.2, 0.0, 0.7]).unsqueeze(0);

        var sums = CumulativeSum.ByProducts(values).data<double>().ToArray();

        Assert.Equal(sums[0], sums[1]);
        Assert.Equal(sums[2], sums[3]);
    }
}
