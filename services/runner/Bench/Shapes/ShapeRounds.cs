using static System.FormattableString;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>
/// Rounds of one side after the other: the memory of a device does not hold both, and a device has nobody beside us.
/// </summary>
/// <param name="count">Measured rounds.</param>
internal sealed class ShapeRounds(int count, BenchProgress progress)
{
    /// <summary>Lets one side do a job. What keeps it from ending is a finding of this job alone.</summary>
    /// <param name="job">What is done.</param>
    /// <param name="side">Who does it.</param>
    /// <param name="work">Does it, by way of <see cref="Measure"/>.</param>
    public ShapeRun Try(ShapeJob job, string side, Func<ShapeRun> work)
    {
        try
        {
            return work();
        }
        catch (Exception problem)
            when (problem is TorchException or InvalidOperationException or InvalidDataException)
        {
            progress.Found(Name(job, side), problem.Message);
            return new ShapeRun { Problem = problem.Message };
        }
    }

    /// <summary>Warms up and measures.</summary>
    /// <param name="round">Does one round.</param>
    /// <returns>The measured rounds.</returns>
    public IReadOnlyList<Measurement> Measure(ShapeJob job, string side, Func<Measurement> round)
    {
        var name = Name(job, side);
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
        // The report comes at the very end; a command that is cut short leaves at least this.
        var median = MedianRange.Of(measured.Select(one => one.TokensPerSecond)).Median;
        progress.Found(name, Invariant($"{median:#,0} tokens/s"));
        return measured;
    }

    private static string Name(ShapeJob job, string side) => $"{job.Name}, {side}";
}
