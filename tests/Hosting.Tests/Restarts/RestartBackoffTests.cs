using WeakToStrong.Hosting.Restarts;
using WeakToStrong.Hosting.Tests.Support;

namespace WeakToStrong.Hosting.Tests.Restarts;

public sealed class RestartBackoffTests
{
    private readonly ManualClock _clock = new();
    private readonly RestartBackoff _backoff;

    public RestartBackoffTests() => _backoff = new RestartBackoff(_clock);

    [Fact]
    public void Crashes_OneAfterTheOther_WaitTwiceAsLongUpToThirtySeconds() =>
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(_ => _backoff.NoteCrash().TotalSeconds));

    [Fact]
    public void Crash_AfterAMinuteOfHealth_WaitsAsTheFirst()
    {
        _backoff.NoteCrash();
        _backoff.NoteCrash();
        _backoff.NoteHealthy();
        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(TimeSpan.FromSeconds(1), _backoff.NoteCrash());
    }

    [Fact]
    public void Crash_AfterLessThanAMinuteOfHealth_WaitsLonger()
    {
        _backoff.NoteCrash();
        _backoff.NoteHealthy();
        _clock.Advance(TimeSpan.FromSeconds(40));
        _backoff.NoteUnhealthy();
        _backoff.NoteHealthy();
        _clock.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(TimeSpan.FromSeconds(2), _backoff.NoteCrash());
    }
}
