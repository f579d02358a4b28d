namespace WeakToStrong.Hosting.Restarts;

/// <summary>
/// How long to wait before what crashed is started again: doubling, and forgotten after a minute of health.
/// </summary>
internal sealed class RestartBackoff(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Recovered = TimeSpan.FromMinutes(1);

    private TimeSpan _next = First;
    private DateTimeOffset? _healthySince;

    /// <summary>The process answers.</summary>
    public void NoteHealthy() => _healthySince ??= clock.GetUtcNow();

    /// <summary>The process does not answer.</summary>
    public void NoteUnhealthy()
    {
        if (_healthySince is { } since && clock.GetUtcNow() - since >= Recovered)
            _next = First;
        _healthySince = null;
    }

    /// <summary>The process crashed: the time to wait now.</summary>
    public TimeSpan NoteCrash()
    {
        NoteUnhealthy();
        var delay = _next;
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return delay;
    }
}
