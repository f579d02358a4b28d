using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Models;

namespace WeakToStrong.Transformer.Tests.Generation;

/// <summary>Sequences that take the slots of others are the sequences of whole batches, in float64.</summary>
public sealed class ContinuousBatchingTests
{
    private static readonly GenerationOptions Greedy = new() { MaxNewTokens = 20, BatchSize = 3, StopTokenIds = [] };

    public static TheoryData<double, int, bool> Cases => new()
    {
        { 0, 1, false }, { 0, 3, false }, { 1.2, 3, false }, { 1.2, 7, true }, { 0, 3, true }, { 0, 64, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Generate_Continuous_MakesTheTokensOfStaticBatches(double temperature, int batchSize, bool drafts)
    {
        using var model = Model();
        var options = Ended(model, Greedy with { Temperature = temperature, Seed = 3, BatchSize = batchSize });
        var batches = new SequenceGenerator(model).Generate(Prompts(), options);
        var refilled = new SequenceGenerator(model).Generate(
            Prompts(), options with { IsContinuous = true, Speculation = drafts ? new() : null });
        Assert.Equal(batches.Select(one => one.Tokens), refilled.Select(one => one.Tokens));
        Assert.Equal(batches.Select(one => one.Reason), refilled.Select(one => one.Reason));
    }

    [Fact]
    public void Generate_Continuous_TakesFewerPasses()
    {
        using var model = Model();
        var options = Ended(model, Greedy with { Temperature = 1.2 });
        var sequences = new SequenceGenerator(model).Generate(Prompts(), options);
        var lengths = sequences.Select(one => one.Tokens.Count).ToArray();
        Assert.True(lengths.Distinct().Count() > 3, "the sequences are all about as long");
        Assert.True(Passes(options with { IsContinuous = true }) < Passes(options));

        long Passes(GenerationOptions how)
        {
            var generator = new SequenceGenerator(model);
            generator.Generate(Prompts(), how);
            Assert.Equal(lengths.Sum(), generator.Counts.Tokens);
            return generator.Counts.Passes;
        }
    }

    [Fact]
    public void Generate_UnitsOfThePlanOneByOne_MakeTheBitsOfAll()
    {
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 11);
        var options = Ended(
            model, Greedy with { Temperature = 1.2, IsContinuous = true, BatchSize = 2, WithLogProbabilities = true });
        var requests = Prompts().Select((prompt, row) => new GenerationRequest { Prompt = prompt, RowId = (ulong)row })
            .ToArray();
        var all = new SequenceGenerator(model).Generate(requests, options);
        var units = SequenceGenerator.Batches([.. requests.Select(one => one.Prompt.Count)], options.UnitSize);
        Assert.Equal(2, units.Count);
        foreach (var unit in units)
        {
            var alone = new SequenceGenerator(model).Generate([.. unit.Select(row => requests[row])], options);
            foreach (var (row, one) in unit.Zip(alone))
            {
                Assert.Equal(all[row].Tokens, one.Tokens);
                Assert.Equal(all[row].LogProbabilities, one.LogProbabilities);
            }
        }
    }

    /// <summary>
    /// The second comes while the first is under way, and has gone when that ends; the fourth finds no room until one
    /// has.
    /// </summary>
    [Fact]
    public void Serve_RequestsThatComeMeanwhile_GoBesideAndAreAsAlone()
    {
        using var model = Model();
        var prompts = Prompts();
        var made = prompts.Select(_ => new List<int>()).ToArray();
        var events = new List<string>();
        var asked = 0;
        new SequenceGenerator(model).Serve(Next, Greedy, longest: prompts.Max(prompt => prompt.Length) + 20);

        var alone = new SequenceGenerator(model).Generate(prompts, Greedy);
        Assert.Equal(alone.Take(4).Select((one, row) => one.Tokens.Take(Limit(row))), made.Take(4));
        Assert.Equal(["begin 0", "begin 1", "begin 2", "end 1", "begin 3", "end 0", "end 2", "end 3"], events);

        GenerationRequest? Next()
        {
            var row = asked;
            if (row == 4 || (row > 0 && made[0].Count < 3))
                return null;
            asked++;
            events.Add($"begin {row}");
            return new GenerationRequest
            {
                Prompt = prompts[row], RowId = (ulong)row, MaxNewTokens = Limit(row), OnToken = made[row].Add,
                OnEnd = _ => events.Add($"end {row}"),
            };
        }

        int Limit(int row) => row == 1 ? 5 : 20;
    }

    [Fact]
    public void Generate_Continuous_ReportsEverySequenceOnce()
    {
        using var model = Model();
        var reports = new List<(int Done, int Total)>();
        new SequenceGenerator(model).Generate(
            Prompts(), Ended(model, Greedy) with { IsContinuous = true }, (done, total) => reports.Add((done, total)));
        Assert.Equal((20, 20), reports[^1]);
        Assert.Equal(reports.Select(report => report.Done).Order().Distinct(), reports.Select(report => report.Done));
    }

    /// <summary>Two frequent tokens end a sequence, so that lengths differ.</summary>
    private static GenerationOptions Ended(LlamaModel model, GenerationOptions options)
    {
        var tokens = new SequenceGenerator(model).Generate(Prompts(), options).SelectMany(one => one.Tokens.Skip(3));
        var frequent = tokens.GroupBy(token => token)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key);
        return options with { StopTokenIds = [.. frequent.Take(2).Select(group => group.Key)] };
    }

    private static int[][] Prompts() =>
    [
        .. Enumerable.Range(0, 20).Select(row => Enumerable.Range(0, 2 + 7 * row % 11)
            .Select(place => 2 + (row + 5 * place * place) % 29).ToArray()),
    ];

    private static LlamaModel Model() => LlamaModel.Create(Golden.TinyConfig(), seed: 11, ScalarType.Float64);
}
