using WeakToStrong.Transformer.Data;

namespace WeakToStrong.Runner.Bench;

/// <summary>
/// Training on documents as long as the quickstart's, of different lengths: the engine's length-grouped, packed
/// batches against a peer that pads to the longest. Only real tokens count.
/// </summary>
internal static class UsefulTokensBenchmark
{
    private const string Preset = "micro";
    private const int BatchSize = 16;
    private const int UpdatesPerRound = 6;
    private const double Goal = 1.2;

    public static IEnumerable<BenchResult> Run(BenchContext context)
    {
        var samples = context.World.Documents.Select(EngineTrainer.Sample).ToArray();
        var grouped = Plan(samples, BatchOrder.LengthGrouped);
        var random = Plan(samples, BatchOrder.Random);
        using var contenders = new TrainingContenders(Preset, context.Peer);
        var check = contenders.CheckEqualWork(grouped[0]);
        var measured = Rounds.Run(
            "useful tokens", [contenders.Engine(grouped), .. contenders.Peer(random), .. contenders.Peer(grouped)],
            context.Progress);
        yield return Result("random", random, Goal, measured.ElementAtOrDefault(1));
        if (context.Peer is not null)
            yield return Result("length-grouped", grouped, goal: null, measured[2]);

        BenchResult Result(string order, TokenSample[][][] rounds, double? goal, Measurement[]? peer) => BenchResult.Of(
            $"useful tokens, {order} peer", $"{Lengths(samples)}; {Batches(order, rounds)}", goal, check, measured[0],
            peer);
    }

    private static TokenSample[][][] Plan(TokenSample[] samples, BatchOrder order) =>
    [
        .. BatchPlan.Create([.. samples.Select(sample => sample.Length)], BatchSize, order, seed: 1, epoch: 0)
            .Select(batch => Array.ConvertAll(batch, index => samples[index]))
            .Chunk(UpdatesPerRound).Take(Rounds.Count),
    ];

    private static string Lengths(TokenSample[] samples) =>
        $"{Preset}, {BatchSize} documents of {samples.Min(sample => sample.Length)} to "
        + $"{samples.Max(sample => sample.Length)} tokens a batch";

    private static string Batches(string order, TokenSample[][][] rounds)
    {
        var batches = rounds.SelectMany(round => round).ToArray();
        var useful = batches.Sum(batch => batch.Sum(sample => sample.Length));
        var padded = batches.Sum(batch => batch.Length * batch.Max(sample => sample.Length));
        var padding = 100.0 * (padded - useful) / padded;
        return FormattableString.Invariant(
            $"ours length-grouped and packed, the peer's {order} and padded ({padding:0} % padding)");
    }
}
