using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Models;

namespace WeakToStrong.Transformer.Tests.Generation;

/// <summary>Token-for-token equality is asked for in float64, where no tie is decided by rounding.</summary>
public sealed class SequenceGeneratorTests
{
    private static readonly int[][] Prompts =
        [[4, 9, 2], [7], [3, 3, 8, 1, 12, 30, 5], [6, 2], [11, 14, 20, 9, 9], [5, 28, 3, 3]];

    private static readonly GenerationOptions Greedy = new() { MaxNewTokens = 12, StopTokenIds = [] };

    private static readonly GenerationOptions Sampled = Greedy with { Temperature = 1.3, Seed = 5 };

    public static TheoryData<int, bool> Cases => new() { { 4, false }, { 2, false }, { 1, false }, { 2, true } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Generate_WithCacheInBatches_EqualsWholePassesOneAtATime(int keyValueHeads, bool sampled)
    {
        using var model = Model(keyValueHeads);
        var options = sampled ? Sampled : Greedy;
        var batched = new SequenceGenerator(model).Generate(Prompts, options with { BatchSize = 4 });
        for (var row = 0; row < Prompts.Length; row++)
            Assert.Equal(WithoutCache(model, Prompts[row], options, (ulong)row), batched[row].Tokens);
    }

    [Fact]
    public void Generate_RequestsWithLimitsOfTheirOwn_EndThere()
    {
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 11, ScalarType.Float64);
        var options = new GenerationOptions { MaxNewTokens = 9, StopTokenIds = [] };
        int?[] limits = [4, null, 1, 20];
        var made = new SequenceGenerator(model).Generate(
            [.. limits.Select(limit => new GenerationRequest { Prompt = [3, 7], RowId = 0, MaxNewTokens = limit })],
            options);
        Assert.Equal([4, 9, 1, 9], made.Select(one => one.Tokens.Count));
        Assert.All(made, one => Assert.Equal(made[1].Tokens.Take(one.Tokens.Count), one.Tokens));
        Assert.Throws<ArgumentException>(() => new SequenceGenerator(model).Generate(
            [new GenerationRequest { Prompt = [3], RowId = 0, MaxNewTokens = 0 }], options));
    }

    [Fact]
    public void Generate_ARequestThatIsGivenUp_EndsAloneAtOnce()
    {
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 11, ScalarType.Float64);
        var options = new GenerationOptions { MaxNewTokens = 9, StopTokenIds = [] };
        using var stop = new CancellationTokenSource();
        var said = 0;
        var made = new SequenceGenerator(model).Generate(
            [
                new GenerationRequest
                {
                    Prompt = [3, 7], RowId = 0, Stop = stop.Token, OnToken = _ => { if (++said == 3) stop.Cancel(); },
                },
                new GenerationRequest { Prompt = [3, 7], RowId = 0 },
            ],
            options);
        Assert.Equal((FinishReason.Cancelled, 3), (made[0].Reason, made[0].Tokens.Count));
        Assert.Equal((FinishReason.Length, 9), (made[1].Reason, made[1].Tokens.Count));
    }

    [Fact]
    public void Generate_RowsThatStopEarly_LeaveTheOthersUnchanged()
    {
        using var model = Model();
        var free = new SequenceGenerator(model).Generate(Prompts, Sampled);
        var stop = free[2].Tokens[3];
        var stopped = new SequenceGenerator(model).Generate(Prompts, Sampled with { StopTokenIds = [stop] });
        foreach (var (all, cut) in free.Zip(stopped))
        {
            var end = all.Tokens.ToList().IndexOf(stop);
            Assert.Equal(end < 0 ? FinishReason.Length : FinishReason.Stop, cut.Reason);
            Assert.Equal(end < 0 ? all.Tokens : all.Tokens.Take(end + 1), cut.Tokens);
        }
        Assert.Equal(FinishReason.Stop, stopped[2].Reason);
    }

    [Fact]
    public void Generate_Sampled_DependsOnSeedStreamAndRowId()
    {
        using var model = Model();
        var generator = new SequenceGenerator(model);
        var tokens = Tokens(Sampled, 0);
        Assert.Equal(tokens, Tokens(Sampled, 0));
        Assert.NotEqual(tokens, Tokens(Sampled with { Seed = 6 }, 0));
        Assert.NotEqual(tokens, Tokens(Sampled with { Stream = "other" }, 0));
        Assert.NotEqual(tokens, Tokens(Sampled, 1));

        IReadOnlyList<int> Tokens(GenerationOptions options, ulong row) =>
            generator.Generate([new GenerationRequest { Prompt = Prompts[2], RowId = row }], options)[0].Tokens;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.8)]
    public void Generate_LogProbabilities_AreThoseOfTheWholePass(double temperature)
    {
        using var scope = torch.NewDisposeScope();
        using var model = Model();
        var options = Greedy with { Temperature = temperature, WithLogProbabilities = true };
        var made = new SequenceGenerator(model).Generate(Prompts, options);
        var samples = made.Select((one, row) => TokenSample.ForResponse($"{row}", Prompts[row], one.Tokens)).ToArray();
        var expected = LogProbabilities.PerToken(model, model.Batch(samples), temperature == 0 ? 1 : temperature);
        var actual = made.SelectMany(one => one.LogProbabilities!).ToArray();
        Assert.True(Golden.Difference(torch.tensor(actual), expected.detach()) < 1e-5);
    }

    [Fact]
    public void Generate_Float32BatchedOrAlone_DifferAtNearTiesOnly()
    {
        using var exact = Model();
        using var single = LlamaModel.Create(exact.Config, seed: 11);
        var generator = new SequenceGenerator(single);
        var batched = generator.Generate(Prompts, Greedy);
        for (var row = 0; row < Prompts.Length; row++)
        {
            var alone = generator.Generate([Prompts[row]], Greedy)[0].Tokens;
            var same = alone.Zip(batched[row].Tokens).TakeWhile(pair => pair.First == pair.Second).Count();
            if (same < alone.Count)
                Assert.InRange(TopTwoGap(exact, [.. Prompts[row], .. alone.Take(same)]), 0, 1e-4);
        }
    }

    [Fact]
    public void Generate_ReachesTheModelsLongestSequence_EndsThere()
    {
        using var model = LlamaModel.Create(Golden.TinyConfig() with { MaxPositions = 10 }, seed: 1);
        var made = new SequenceGenerator(model).Generate(Prompts, Greedy);
        Assert.All(made.Zip(Prompts), pair => Assert.Equal(10, pair.First.Tokens.Count + pair.Second.Length));
        Assert.All(made, one => Assert.Equal(FinishReason.Length, one.Reason));
    }

    [Fact]
    public void Generate_PromptTooLong_NamesItAndTheLimit()
    {
        using var model = LlamaModel.Create(Golden.TinyConfig() with { MaxPositions = 6 }, seed: 1);
        var problem = Assert.Throws<ArgumentException>(() => new SequenceGenerator(model).Generate(Prompts, Greedy));
        Assert.Contains("prompt 2 has 7 tokens; the model takes at most 6", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_Progress_CountsEverySequenceOnce()
    {
        using var model = Model();
        var reports = new List<(int Done, int Total)>();
        new SequenceGenerator(model).Generate(
            Prompts, Greedy with { BatchSize = 4 }, (done, total) => reports.Add((done, total)));
        Assert.Equal([(4, 6), (6, 6)], reports);
    }

    [Fact]
    public void Generate_NoRequests_GivesNothing()
    {
        using var model = Model();
        Assert.Empty(new SequenceGenerator(model).Generate(Array.Empty<int[]>(), Greedy));
    }

    private static LlamaModel Model(int keyValueHeads = 2) =>
        LlamaModel.Create(Golden.TinyConfig(keyValueHeads), seed: 11, ScalarType.Float64);

    private static double TopTwoGap(LlamaModel model, int[] tokens)
    {
        using var scope = torch.NewDisposeScope();
        var batch = model.Batch([TokenSample.ForPretraining("tie", tokens)]);
        var (best, _) = model.Logits(model.Hidden(batch, batch.LastIndex)).detach().topk(2, dim: -1);
        return best[0, 0].ToDouble() - best[0, 1].ToDouble();
    }

    private static List<int> WithoutCache(LlamaModel model, int[] prompt, GenerationOptions options, ulong row)
    {
        using var frozen = torch.no_grad();
        var sampler = new TokenSampler(options);
        var tokens = new List<int>(prompt);
        for (var place = 0; place < options.MaxNewTokens; place++)
        {
            using var scope = torch.NewDisposeScope();
            var batch = model.Batch([TokenSample.ForPretraining("one", tokens)]);
            var logits = model.Logits(model.Hidden(batch).index_select(0, batch.LastIndex));
            tokens.Add((int)sampler.Choose(logits, [(row, place)]).ToInt64());
        }
        return tokens[prompt.Length..];
    }
}
