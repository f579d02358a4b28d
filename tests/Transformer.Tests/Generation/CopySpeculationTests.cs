using System.Collections.Concurrent;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Models;
using WeakToStrong.Transformer.Tests.Models.Kernels.Emulation;

namespace WeakToStrong.Transformer.Tests.Generation;

/// <summary>
/// Drafts change nothing but the number of passes. The model is a drawn one, which copies by chance only; so that long
/// drafts are right, prompts are made of what it generates: its own continuation, edited here and there.
/// </summary>
public sealed class CopySpeculationTests
{
    private const int NewTokens = 40;

    private static readonly ModelConfig Config = Golden.TinyConfig() with { HeadDim = 8, MaxPositions = 128 };

    private static readonly GenerationOptions Greedy = new() { MaxNewTokens = NewTokens, StopTokenIds = [] };

    private static readonly GenerationOptions Sampled = Greedy with { Temperature = 1.1, Seed = 5 };

    private static readonly GenerationOptions Narrow = Sampled with { TopK = 9, TopP = 0.9 };

    private static readonly ConcurrentDictionary<GenerationOptions, GenerationRequest[]> Made = [];

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            foreach (var draw in new[] { "greedy", "sampled", "narrow" })
                foreach (var batch in new[] { 1, 3, 16 })
                    foreach (var draft in new[] { 1, 2, 7, 64 })
                        cases.Add(draw, batch, draft);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Generate_WithDrafts_MakesTheSameTokens(string draw, int batchSize, int maxDraft)
    {
        using var model = Model();
        var options = Draw(draw) with { BatchSize = batchSize };
        var requests = Copying(model, options);
        var plain = Tokens(model, requests, options);
        var generator = new SequenceGenerator(model);
        var drafted = generator.Generate(requests, options with { Speculation = new() { MaxDraft = maxDraft } });
        Assert.Equal(plain, drafted.Select(one => one.Tokens));
        Assert.InRange(generator.Counts.Accepted, 1, generator.Counts.Drafted);
    }

    [Fact]
    public void Generate_PromptsThatHoldTheAnswer_TakesFewPasses()
    {
        using var model = Model();
        var options = Greedy;
        var requests = Copying(model, options);
        var copied = requests.Zip(Tokens(model, requests, options))
            .Where(pair => pair.First.CopySource is not null)
            .Where(pair => pair.First.Prompt.Take(NewTokens).SequenceEqual(pair.Second))
            .Select(pair => pair.First).ToArray();
        Assert.NotEmpty(copied);
        var generator = new SequenceGenerator(model);
        generator.Generate(copied, options with { BatchSize = 1, Speculation = new() });
        Assert.InRange(generator.Counts.Passes, copied.Length, 8 * copied.Length);
        Assert.Equal(1, generator.Counts.Acceptance);
        Assert.Equal(NewTokens * copied.Length, generator.Counts.Tokens);
    }

    [Fact]
    public void Generate_StopTokenInsideADraft_EndsThere()
    {
        using var model = Model();
        var requests = Copying(model, Sampled);
        foreach (var place in new[] { 2, 9, 21 })
        {
            var options = Sampled with { StopTokenIds = [Tokens(model, requests, Sampled)[0][place]] };
            var (plain, drafted) = Both(model, requests, options);
            Assert.Equal(plain.Select(one => one.Tokens), drafted.Select(one => one.Tokens));
            Assert.Equal(plain.Select(one => one.Reason), drafted.Select(one => one.Reason));
            Assert.Contains(drafted, one => one.Reason == FinishReason.Stop);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(11)]
    public void Generate_LimitInsideADraft_EndsThere(int limit)
    {
        using var model = Model();
        var (plain, drafted) = Both(model, Copying(model, Greedy), Greedy with { MaxNewTokens = limit });
        Assert.All(drafted, one => Assert.Equal(limit, one.Tokens.Count));
        Assert.Equal(plain.Select(one => one.Tokens), drafted.Select(one => one.Tokens));
    }

    [Fact]
    public void Generate_ModelsLongestSequenceInsideADraft_EndsThere()
    {
        using var roomy = Model();
        var requests = Copying(roomy, Greedy);
        var longest = requests.Max(request => request.Prompt.Count) + 6;
        using var model = LlamaModel.Create(
            Config with { MaxPositions = longest }, seed: 11, ScalarType.Float64);
        var (plain, drafted) = Both(model, requests, Greedy);
        Assert.Equal(6, drafted.Min(one => one.Tokens.Count));
        Assert.Equal(plain.Select(one => one.Tokens), drafted.Select(one => one.Tokens));
    }

    [Theory]
    [InlineData("greedy")]
    [InlineData("narrow")]
    public void Generate_WithLogProbabilities_AreThoseOfPlainGeneration(string draw)
    {
        using var model = Model();
        var options = Draw(draw) with { WithLogProbabilities = true };
        var (plain, drafted) = Both(model, Copying(model, options), options);
        foreach (var (left, right) in plain.Zip(drafted))
        {
            Assert.Equal(right.Tokens.Count, right.LogProbabilities!.Count);
            Assert.All(
                left.LogProbabilities!.Zip(right.LogProbabilities), pair => Assert.Equal(pair.First, pair.Second, 5));
        }
    }

    /// <summary>
    /// As on a device: as many rows of every slot, the next prompts among them or apart. The tokens are those of the
    /// CPU's kernels.
    /// </summary>
    /// <param name="byKernels">By those of CUDA devices, computed on the CPU; else by operators.</param>
    [Theory]
    [InlineData("greedy", 3, 32, false)]
    [InlineData("sampled", 3, 32, false)]
    [InlineData("sampled", 1, 5, false)]
    [InlineData("sampled", 12, 3, false)]
    [InlineData("greedy", 2, 7, true)]
    [InlineData("sampled", 1, 2, true)]
    public void Generate_AsOnADevice_MakesTheTokensOfTheCpu(string draw, int batchSize, int maxDraft, bool byKernels)
    {
        using var model = Model();
        var options = Draw(draw) with { BatchSize = batchSize, IsContinuous = true };
        GenerationRequest[] requests = [.. Copying(model, options).Take(byKernels ? 3 : 12)];
        var expected = Tokens(model, requests, options);
        using var device = EmulatedKernels.Use(byKernels);
        var (plain, drafted) = (new SequenceGenerator(model), new SequenceGenerator(model));
        var drafts = options with { Speculation = new() { MaxDraft = maxDraft } };
        Assert.Equal(expected, plain.Generate(requests, options).Select(one => one.Tokens));
        Assert.Equal(expected, drafted.Generate(requests, drafts).Select(one => one.Tokens));
        Assert.InRange(drafted.Counts.Passes, 1, plain.Counts.Passes);
        Assert.InRange(drafted.Counts.Accepted, 10, drafted.Counts.Drafted);
    }

    [Fact]
    public void Validated_DraftsOfNothing_AreRefused()
    {
        var options = Greedy with { Speculation = new() { MaxDraft = 0 } };
        Assert.Equal("MaxDraft is 0; allowed: 1 or more", Assert.Throws<ArgumentException>(options.Validated).Message);
    }

    /// <summary>
    /// Prompts that hold what will be generated, as it is or edited: generation is repeated until prompt and answer
    /// fit, which for the beginning of the answer they do at once.
    /// </summary>
    private static GenerationRequest[] Copying(LlamaModel model, GenerationOptions options)
    {
        int[][] starts = [[4, 9, 2], [7], [3, 3, 8, 1, 12, 30, 5], [6, 2], [11, 14, 20, 9, 9], [5, 28, 3, 3]];
        var key = options with { BatchSize = 1, WithLogProbabilities = false };
        return Made.GetOrAdd(
            key, _ => [.. Enumerable.Range(0, 12).Select(row => Settled(model, key, starts[row % 6], row))]);
    }

    private static GenerationRequest Settled(LlamaModel model, GenerationOptions options, int[] start, int row)
    {
        var request = new GenerationRequest
        {
            Prompt = [.. Enumerable.Repeat(0, NewTokens), .. start], RowId = (ulong)row,
        };
        for (var round = 0; round < 4; round++)
        {
            var answer = new SequenceGenerator(model).Generate([request], options)[0].Tokens;
            request = request with
            {
                Prompt = [.. Edited(answer, row % 4), .. start],
                CopySource = row % 3 == 0 ? null : 0..Edited(answer, row % 4).Length,
            };
        }
        return request;
    }

    private static int[] Edited(IReadOnlyList<int> answer, int kind) => kind switch
    {
        0 => [.. answer],
        1 => [.. answer.Take(10), 1, 1, .. answer.Skip(10)],
        2 => [.. answer.Take(5), .. answer.Skip(8).Take(12), 2, .. answer.Skip(21)],
        _ => [.. answer.Reverse()],
    };

    private static GenerationOptions Draw(string name) => name switch
    {
        "greedy" => Greedy,
        "sampled" => Sampled,
        _ => Narrow,
    };

    private static int[][] Tokens(LlamaModel model, GenerationRequest[] requests, GenerationOptions options) =>
        [.. new SequenceGenerator(model).Generate(requests, options).Select(one => one.Tokens.ToArray())];

    private static (IReadOnlyList<GeneratedSequence> Plain, IReadOnlyList<GeneratedSequence> Drafted) Both(
        LlamaModel model, GenerationRequest[] requests, GenerationOptions options) =>
        (new SequenceGenerator(model).Generate(requests, options),
            new SequenceGenerator(model).Generate(requests, options with { Speculation = new() }));

    private static LlamaModel Model() => LlamaModel.Create(Config, seed: 11, ScalarType.Float64);
}
