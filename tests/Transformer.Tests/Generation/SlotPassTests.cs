using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;
using WeakToStrong.Transformer.Tests.Models;

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
    /// and log-probabilities are those of kernels, which know of each row where it stands.
    /// </summary>
    [Theory]
    [InlineData(null)]
    [InlineData(50)]
    public void Generate_OverManySlotsAndLengths_IsTheKernels(int? window)
    {
        using var model = LlamaModel.Create(
            Golden.TinyConfig() with { HeadDim = 8, MaxPositions = 300, SlidingWindow = window }, seed: 4,
            ScalarType.Float64);
        GenerationRequest[] requests =
        [
            .. Enumerable.Range(0, 8).Select(row => new GenerationRequest
            {
                Prompt = [.. Enumerable.Range(1, PromptLengths[row % 3]).Select(place => (row * 5 + place * 7) % 30)],
                RowId = (ulong)row,
                MaxNewTokens = 30 - 3 * row,
            }),
        ];
        var expected = Generate(model, requests);
        CpuMemory.IsEnabled = false;
        try
        {
            Assert.All(expected.Zip(Generate(model, requests)), pair =>
            {
                Assert.Equal(pair.First.Tokens, pair.Second.Tokens);
                Assert.Equal(pair.First.LogProbabilities!, pair.Second.LogProbabilities!, (left, right) =>
                    Math.Abs(left - right) < 1e-5);
            });
        }
        finally
        {
            CpuMemory.IsEnabled = true;
        }
    }

    private static IReadOnlyList<GeneratedSequence> Generate(LlamaModel model, GenerationRequest[] requests) =>
        new SequenceGenerator(model).Generate(requests, Options);
}
