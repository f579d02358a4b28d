namespace WeakToStrong.Tracker.Data;

/// <summary>
/// How often something is tried again: a conflict for about two seconds, a server that is away for about half a
/// minute, which a restart does not take.
/// </summary>
internal static class Patience
{
    private const int ConflictTrials = 8;
    private const int UnreachableTrials = 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    public static bool Allows(DatabaseFailure failure, int trial) => failure switch
    {
        DatabaseFailure.Conflict => trial < ConflictTrials,
        DatabaseFailure.Unreachable => trial < UnreachableTrials,
        _ => false,
    };

    /// <summary>Twice as long every time.</summary>
    public static TimeSpan PauseAfter(int trial) =>
        TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Min(trial - 1, 16), LongestPause.Ticks));
}
