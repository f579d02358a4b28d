namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>Our side.</summary>
internal sealed class EngineSide(ScalarType type, Device device, ShapeRounds rounds)
{
    private const string Name = "ours";

    /// <summary>Does a job with a model of its own. What keeps it from ending is a finding of this job alone.</summary>
    public ShapeRun Run(ShapeJob job)
    {
        try
        {
            return Measure(job);
        }
        catch (Exception problem) when (problem is TorchException or InvalidOperationException)
        {
            // Tensors that a constructor had made before it failed are nobody's; the next job needs their memory.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return new ShapeRun { Problem = problem.Message };
        }
    }

    private ShapeRun Measure(ShapeJob job)
    {
        using var memory = LibTorch.MeasureMemory();
        using var work = job.Begin(type, device);
        var measured = rounds.Run(job, Name, () => DeviceClock.Measure(device, work.Round));
        return new ShapeRun { Rounds = measured, PeakBytes = memory.PeakBytes, Loss = work.Loss };
    }
}
