namespace WeakToStrong.Runner.Bench;

/// <summary>
/// Training on batches of equal length, where nothing is to be gained but speed at the same arithmetic: forward, loss,
/// backward, clipping and AdamW on both sides, from the same weights over the same tokens.
/// </summary>
internal static class TrainBenchmark
{
    private const double Goal = 1;

    private static readonly Shape[] Shapes = [new("nano", 16, 40, 20), new("micro", 16, 40, 6), new("mini", 8, 128, 1)];

    public static IEnumerable<BenchResult> Run(BenchContext context) => Shapes.Select(shape => Run(context, shape));

    private static BenchResult Run(BenchContext context, Shape shape)
    {
        var name = $"train {shape.Preset}";
        var work = $"{shape.Preset}, batches of {shape.BatchSize} × {shape.Length} tokens";
        var rounds = context.World.Pieces(shape.Length).Select(EngineTrainer.Sample)
            .Chunk(shape.BatchSize).Chunk(shape.Updates).Take(Rounds.Count).ToArray();
        using var contenders = new TrainingContenders(shape.Preset, context.Peer);
        var check = contenders.CheckEqualWork(rounds[0]);
        var measured = Rounds.Run(name, [contenders.Engine(rounds), .. contenders.Peer(rounds)], context.Progress);
        return BenchResult.Of(name, work, Goal, check, measured[0], measured.ElementAtOrDefault(1));
    }

    /// <param name="Updates">Of a round.</param>
    private sealed record Shape(string Preset, int BatchSize, int Length, int Updates);
}
