using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Models;
using WeakToStrong.Transformer.Tests.Models.Kernels.Emulation;

namespace WeakToStrong.Transformer.Tests.Generation;

public sealed class SlotPassTests
{
    private static readonly GenerationOptions Options = new()
    {
        MaxNewTokens = 30, BatchSize = 3, IsContinuous = true, StopTokenIds = [], WithLogProbabilities = true,
    };

    private static readonly int[] PromptLengths = [250, 130, 2];

    /// <summary>
    /// Sequences longer than a pass reads at first, of which some have ended and others have taken their slots: tokens
    /// and log-probabilities are those of the CPU's kernels, which know of each row where it stands.
    /// </summary>
    /// <param name="byKernels">By those of CUDA devices, computed on the CPU; else by operators.</param>
    [Theory]
    [InlineData(null, false)]
    [InlineData(50, false)]
    [InlineData(null, true)]
    [InlineData(50, true)]
    public void Generate_OverManySlotsAndLengths_IsTheCpus(int? window, bool byKernels)
    {
        using var model = LlamaModel.Create(
            Golden.TinyConfig() with
            {
                HeadDim = 8,
                MaxPositions = 300,
                SlidingWindow = window,
                WindowedLayers = [1],
            },
            seed: 4, ScalarType.Float64);
        GenerationRequest[] requests =
        [
            .. Enumerable.Range(0, byKernels ? 4 : 8).Select(row => new GenerationRequest
            {
                Prompt = Prompt(row, PromptLengths[row % 3]),
                RowId = (ulong)row,
                MaxNewTokens = 30 - 3 * row,
            }),
        ];
        var expected = Generate(model, requests);
        using var device = EmulatedKernels.Use(byKernels);
        Assert.All(expected.Zip(Generate(model, requests)), pair =>
        {
            Assert.Equal(pair.First.Tokens, pair.Second.Tokens);
            Assert.Equal(pair.First.LogProbabilities!, pair.Second.LogProbabilities!, (left, right) =>
                Math.Abs(left - right) < 1e-5);
        });
    }

    /// <summary>What a cache holds of the texts before is not read, whether it is taken again or made anew.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Generate_WithACacheThatWasKept_MakesTheSame(bool onCpu)
    {
        using var model = LlamaModel.Create(
            Golden.TinyConfig() with { HeadDim = 8, MaxPositions = 300 }, seed: 4, ScalarType.Float64);
        using var device = onCpu ? null : EmulatedKernels.Use(kernels: false);
        using var keeping = new SequenceGenerator(model) { KeepsCache = true };
        foreach (var length in new[] { 20, 18, 200, 19, 20 })
        {
            int[][] prompts = [.. Enumerable.Range(0, 5).Select(row => Prompt(row, length - row))];
            Assert.Equal(
                new SequenceGenerator(model).Generate(prompts, Options).Select(one => one.Tokens),
                keeping.Generate(prompts, Options).Select(one => one.Tokens));
        }
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(79, 80)]
    [InlineData(80, 80)]
    [InlineData(600, 640)]
    [InlineData(2049, 2304)]
    [InlineData(3999, 4000)]
    [InlineData(5000, 4000)]
    public void CacheCapacity_OfALength_IsLittleMore(int tokens, int expected) =>
        Assert.Equal(expected, CacheCapacity.For(tokens, most: 4000));

    private static int[] Prompt(int row, int length) =>
        [.. Enumerable.Range(1, length).Select(place => (row * 5 + place * 7) % 30)];

    private static IReadOnlyList<GeneratedSequence> Generate(LlamaModel model, GenerationRequest[] requests) =>
        new SequenceGenerator(model).Generate(requests, Options);
}
