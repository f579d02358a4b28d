using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Adapters;
using WeakToStrong.Transformer.Tests.Models;

namespace WeakToStrong.Transformer.Tests.Generation;

/// <summary>
/// On the CPU a sequence has the same bits whatever is computed beside it, in float32 too: in any batch, with drafts
/// or without. Log-probabilities show the bits.
/// </summary>
public sealed class RowByRowTests
{
    private static readonly GenerationOptions Sampled = new()
    {
        MaxNewTokens = 24, Temperature = 1.2, Seed = 3, BatchSize = 1, WithLogProbabilities = true,
    };

    [Theory]
    [InlineData(4, 4, 6, null)]
    [InlineData(6, 2, 20, null)]
    [InlineData(6, 2, 20, 9)]
    [InlineData(3, 1, 32, 30)]
    public void Generate_InFloat32_MakesTheSameBitsInAnyBatch(int heads, int keyValueHeads, int dim, int? window)
    {
        var config = Golden.TinyConfig() with
        {
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            HeadDim = dim,
            SlidingWindow = window,
            MaxPositions = 128,
        };
        using var model = LlamaModel.Create(config, seed: 11);
        AssertSameInAnyBatch(model);
    }

    [Fact]
    public void Generate_WithAnAdapter_MakesTheSameBitsInAnyBatch()
    {
        using var model = LlamaModel.Create(Golden.TinyConfig() with { MaxPositions = 128 }, seed: 11);
        Loras.Scatter(model.Adapt(new LoraOptions { Rank = 5 }, seed: 1));
        AssertSameInAnyBatch(model);
    }

    [Fact]
    public void Generate_WithAnyNumberOfThreads_MakesTheSameBits()
    {
        // Enough work for several threads: products and attention of a prompt of 700 tokens.
        var config = Golden.TinyConfig() with { Heads = 8, KeyValueHeads = 4, HeadDim = 32, MaxPositions = 710 };
        using var model = LlamaModel.Create(config, seed: 11);
        int[] prompt = [.. Enumerable.Range(0, 700).Select(place => 2 + place * place % 29)];
        var before = LibTorch.ThreadCount;
        try
        {
            var bits = new[] { 1, 2, 3 }.Select(threads =>
            {
                LibTorch.ThreadCount = threads;
                return new SequenceGenerator(model).Generate([prompt], Sampled with { MaxNewTokens = 5 })[0];
            }).ToList();
            Assert.All(bits, one => Assert.Equal(bits[0].LogProbabilities, one.LogProbabilities));
        }
        finally
        {
            LibTorch.ThreadCount = before;
        }
    }

    private static void AssertSameInAnyBatch(LlamaModel model)
    {
        var alone = Generate(model, Sampled);
        foreach (var options in (GenerationOptions[])
            [
                Sampled with { BatchSize = 3 },
                Sampled with { BatchSize = 16, IsContinuous = true },
                Sampled with { Speculation = new() },
                Sampled with { BatchSize = 5, IsContinuous = true, Speculation = new() { MaxDraft = 7 } },
            ])
        {
            var together = Generate(model, options);
            Assert.Equal(alone.Select(one => one.Tokens), together.Select(one => one.Tokens));
            Assert.Equal(alone.Select(one => one.LogProbabilities!), together.Select(one => one.LogProbabilities!));
        }
    }

    // Half of each prompt is the continuation of the other half, so that drafts are right now and then.
    private static IReadOnlyList<GeneratedSequence> Generate(LlamaModel model, GenerationOptions options)
    {
        var starts = Enumerable.Range(0, 20).Select(row => Enumerable.Range(0, 2 + 7 * row % 11)
            .Select(place => 2 + (row + 5 * place * place) % 29).ToArray()).ToArray();
        var answers = new SequenceGenerator(model).Generate(starts, Sampled);
        var prompts = starts.Zip(answers, (start, answer) => (int[])[.. answer.Tokens, .. start]).ToArray();
        var generator = new SequenceGenerator(model) { LearnsAcrossUnits = true };
        var sequences = generator.Generate(prompts, options);
        Assert.True(options.Speculation is null || generator.Counts.Accepted > 0);
        return sequences;
    }
}
