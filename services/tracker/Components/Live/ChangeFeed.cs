using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Components.Live;

/// <summary>
/// When a page should look again: at once when this process changed something, and now and then because another may
/// have.
/// </summary>
public sealed class ChangeFeed(TrackerSignals signals, TimeProvider time)
{
    /// <summary>At most five looks a second.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>A look that takes long is taken less often: its page is idle four fifths of the time.</summary>
    private const int PausePerLook = 4;

    /// <summary>Looks again and again until it is told to end; never two looks at once.</summary>
    public async Task FollowAsync(Func<Task> look, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            // Taken before the look, so that no change after it is missed.
            var change = signals.View.Next;
            var began = time.GetTimestamp();
            await look();
            await PauseAsync(time.GetElapsedTime(began), end);
            await change.WaitAsync(LongestPause, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PauseAsync(TimeSpan look, CancellationToken end)
    {
        var pause = look * PausePerLook;
        await Task.Delay(pause > ShortestPause ? pause : ShortestPause, time, end)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
