namespace WeakToStrong.W2s.Bench.Chaos;

/// <summary>A process that is about to be killed, and how to see that its work goes on.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">For people.</param>
/// <param name="ProcessId">Whom to kill.</param>
/// <param name="HasRecovered">Whether what it did is done again, by it or by another.</param>
internal sealed record Victim(
    VictimKind Kind, string Name, int ProcessId, Func<CancellationToken, Task<bool>> HasRecovered);
