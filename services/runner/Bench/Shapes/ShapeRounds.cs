namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>
/// Rounds of one side after the other: the memory of a device does not hold both, and a device has nobody beside us.
/// </summary>
/// <param name="count">Measured rounds.</param>
internal sealed class ShapeRounds(int count, BenchProgress progress)
{
    /// <param name="job">What is done.</param>
    /// <param name="side">Who does it.</param>
    /// <param name="round">Does one round.</param>
    /// <returns>The measured rounds.</returns>
    public IReadOnlyList<Measurement> Run(ShapeJob job, string side, Func<Measurement> round)
    {
        var name = $"{job.Name}, {side}";
        progress.WarmUp(name);
        for (var warmUp = 0; warmUp < job.WarmUps; warmUp++)
            round();
        var start = TimeProvider.System.GetTimestamp();
        var measured = new List<Measurement>();
        while (measured.Count < count)
        {
            measured.Add(round());
            progress.Round(name, measured.Count, count, TimeProvider.System.GetElapsedTime(start));
        }
        return measured;
    }
}
