using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Tests.Models;

namespace WeakToStrong.Transformer.Tests.Generation;

public sealed class TokenSamplerTests
{
    private static readonly GenerationOptions Options = new() { MaxNewTokens = 1, Temperature = 1 };

    // softmax of these is 0.5, 0.1, 0.25, 0.15
    private static readonly double[] Shares = [0.5, 0.1, 0.25, 0.15];

    [Fact]
    public void Distribution_Temperature_DividesLogits()
    {
        // At temperature 2 the shares go with their roots: √0.5, √0.1, √0.25, √0.15.
        var roots = Array.ConvertAll(Shares, Math.Sqrt);
        AssertShares(Options with { Temperature = 2 }, [.. roots.Select(root => root / roots.Sum())]);
    }

    [Fact]
    public void Distribution_TopTwo_KeepsTwoAndTheirProportion() =>
        AssertShares(Options with { TopK = 2 }, [0.5 / 0.75, 0, 0.25 / 0.75, 0]);

    [Fact]
    public void Distribution_TopP_KeepsTheSmallestSetThatReachesTheMass()
    {
        // Sorted 0.5, 0.25, 0.15, 0.1; the mass ahead of each: 0, 0.5, 0.75, 0.9.
        AssertShares(Options with { TopP = 0.5 }, [0.5, 0, 0, 0]);
        AssertShares(Options with { TopP = 0.6 }, [0.5, 0, 0.25, 0]);
        AssertShares(Options with { TopP = 0.8 }, [0.5, 0, 0.25, 0.15]);
        AssertShares(Options with { TopP = 1 }, Shares);
    }

    [Fact]
    public void Distribution_TopKThenTopP_AppliesPToWhatKLeft()
    {
        // Top three: 0.5, 0.25, 0.15 of 0.9, that is 0.556, 0.278, 0.167; masses ahead 0, 0.556, 0.833.
        AssertShares(Options with { TopK = 3, TopP = 0.8 }, [0.5 / 0.9, 0, 0.25 / 0.9, 0]);
    }

    [Fact]
    public void Invert_HandWorked()
    {
        using var scope = torch.NewDisposeScope();
        // Not summing to 1, with tokens of no mass at the beginning, inside and at the end; boundaries at 0.25 and
        // 0.75.
        var shares = torch.tensor(new[] { 0, 0.5, 0, 1.0, 0.5, 0 }).unsqueeze(0).expand(5, 6);
        var uniforms = torch.tensor(new[] { 0, 0.2499, 0.25, 0.75, 1 - Math.ScaleB(1, -53) });
        Assert.Equal([1L, 1, 3, 4, 4], TokenSampler.Invert(shares, uniforms).data<long>().ToArray());
    }

    [Fact]
    public void Choose_ManyRows_HaveTheExactFrequencies()
    {
        using var scope = torch.NewDisposeScope();
        const int draws = 20_000;
        var sampler = new TokenSampler(Options with { Seed = 3 });
        var logits = Logits().expand(draws, Shares.Length);
        var rows = Enumerable.Range(0, draws).Select(row => ((ulong)row, 7)).ToArray();
        var counts = sampler.Choose(logits, rows).bincount(null, Shares.Length).data<long>().ToArray();
        // χ² with 3 degrees of freedom: 16.27 is passed once in a thousand seeds, and this seed is fixed.
        var terms = counts.Zip(Shares, (count, share) => Math.Pow(count - draws * share, 2) / (draws * share));
        Assert.InRange(terms.Sum(), 0, 16.27);
    }

    [Fact]
    public void Choose_Greedy_TakesTheFirstOfEquals()
    {
        using var scope = torch.NewDisposeScope();
        var logits = torch.tensor(new[] { 1f, 5, 5, 2 }).unsqueeze(0);
        Assert.Equal(1, new TokenSampler(Options with { Temperature = 0 }).Choose(logits, [(0, 0)]).ToInt64());
    }

    [Theory]
    [InlineData(0, null, 0.7, "MaxNewTokens is 0; allowed: 1 or more")]
    [InlineData(1, 0, 0.7, "TopK is 0; allowed: 1 or more")]
    [InlineData(1, 4, 1.5, "TopP is 1.5; allowed: above 0, up to 1")]
    public void Validated_OutOfRange_NamesOptionAndRange(int tokens, int? topK, double topP, string expected)
    {
        var options = new GenerationOptions { MaxNewTokens = tokens, TopK = topK, TopP = topP };
        Assert.Equal(expected, Assert.Throws<ArgumentException>(options.Validated).Message);
    }

    private static Tensor Logits() => torch.tensor(Array.ConvertAll(Shares, Math.Log)).unsqueeze(0);

    private static void AssertShares(GenerationOptions options, double[] expected)
    {
        using var scope = torch.NewDisposeScope();
        var actual = new TokenSampler(options).Distribution(Logits()).squeeze(0);
        Assert.True(Golden.Difference(actual, torch.tensor(expected)) < 1e-12);
    }
}
