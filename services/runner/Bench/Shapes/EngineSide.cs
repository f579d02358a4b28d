namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>Our side.</summary>
internal sealed class EngineSide(ScalarType type, Device device, ShapeRounds rounds)
{
    private const string Name = "ours";

    /// <summary>Does a job with a model of its own.</summary>
    public ShapeRun Run(ShapeJob job)
    {
        var run = rounds.Try(job, Name, () => Measure(job));
        if (run.Problem is not null)
            FreeWhatNobodyHolds();
        return run;
    }

    private ShapeRun Measure(ShapeJob job)
    {
        using var memory = LibTorch.MeasureMemory();
        using var work = job.Begin(type, device);
        var measured = rounds.Measure(job, Name, () => DeviceClock.Measure(device, work.Round));
        return new ShapeRun { Rounds = measured, PeakBytes = memory.PeakBytes, Loss = work.Loss };
    }

    // A constructor that failed has left tensors behind, and the next job needs their memory.
    private static void FreeWhatNobodyHolds()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
