using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeakToStrong.Hosting.Restarts;

/// <summary>What to do about a crash: start again after a time, for the how manieth time.</summary>
internal sealed record Restart(TimeSpan Delay, int Count);

/// <summary>What happened to one process of a resource, told crash from stop on purpose.</summary>
internal sealed class Replica(TimeProvider clock)
{
    private readonly RestartBackoff _backoff = new(clock);
    private string? _state;
    private bool _isStopWanted;
    private int _count;

    /// <summary>Takes in the next snapshot; tells what to do when it is that of a crash.</summary>
    public Restart? Observe(CustomResourceSnapshot snapshot)
    {
        var state = snapshot.State?.Text;
        var isNews = state != _state;
        _state = state;
        if (state == KnownResourceStates.Stopping)
            _isStopWanted = true;
        else if (state == KnownResourceStates.Running)
            NoteRunning(snapshot.HealthStatus);
        else if (isNews && HasCrashed(snapshot) && !_isStopWanted)
            return new Restart(_backoff.NoteCrash(), ++_count);
        return null;
    }

    private static bool HasCrashed(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text is { } state
        && KnownResourceStates.TerminalStates.Contains(state)
        && (state == KnownResourceStates.FailedToStart || snapshot.ExitCode != 0);

    private void NoteRunning(HealthStatus? health)
    {
        _isStopWanted = false;
        if (health == HealthStatus.Healthy)
            _backoff.NoteHealthy();
        else
            _backoff.NoteUnhealthy();
    }
}
