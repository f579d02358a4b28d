using System.Diagnostics;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>What comes true by itself, and how soon.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until it is true, and returns how long that took.</summary>
    public static Task<TimeSpan> TrueAsync(Func<bool> condition, string what) =>
        TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task<TimeSpan> TrueAsync(Func<Task<bool>> condition, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new TimeoutException($"after {Patience.TotalSeconds} s still not: {what}");
            await Task.Delay(Pause);
        }
        return Stopwatch.GetElapsedTime(start);
    }
}
