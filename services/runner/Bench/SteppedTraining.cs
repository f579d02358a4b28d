using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Runner.Bench;

/// <summary>
/// A step that trains, and makes updates only when it is told to: so two of them go on in turn, a few updates each,
/// without beginning anew.
/// </summary>
internal sealed class SteppedTraining : IDisposable
{
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly SemaphoreSlim _made = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _training;
    private StepProgress? _last;
    private long _tokens;

    /// <param name="kind">Of the step.</param>
    /// <param name="context">Makes its context of what receives its progress and of what stops it.</param>
    public SteppedTraining(StepKind kind, Func<Action<StepProgress>, CancellationToken, StepContext> context)
    {
        _training = Task.Factory.StartNew(
            () => Train(kind, context(Report, _stop.Token)), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        WaitForUpdate();
    }

    /// <summary>Loss of the newest update.</summary>
    public double LastLoss => _last!.Metrics["loss"];

    /// <summary>Updates that were made.</summary>
    public long UpdateCount => _last!.Done;

    /// <summary>Makes so many updates.</summary>
    public Measurement Advance(int updates) => Measurement.Of(() =>
    {
        var before = _tokens;
        for (var update = 0; update < updates; update++)
        {
            _wanted.Release();
            WaitForUpdate();
        }
        return _tokens - before;
    });

    public void Dispose()
    {
        _stop.Cancel();
        _wanted.Release();
        _training.Wait();
        _stop.Dispose();
        _wanted.Dispose();
        _made.Dispose();
    }

    private static void Train(StepKind kind, StepContext context)
    {
        try
        {
            kind.Execute(context);
        }
        catch (StepStoppedException)
        {
            // As it was asked to.
        }
    }

    private void Report(StepProgress progress)
    {
        _last = progress;
        _tokens = (long)progress.Metrics[AxisMetrics.TokenCount];
        _made.Release();
        _wanted.Wait();
    }

    private void WaitForUpdate()
    {
        var made = _made.WaitAsync();
        if (Task.WaitAny(made, _training) == 1)
            throw new InvalidOperationException("the training ended before its time", _training.Exception);
    }
}
