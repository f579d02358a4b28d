namespace WeakToStrong.Runner.Bench;

/// <summary>
/// Measures contenders in turn, so that whatever else the machine does in the meantime meets all of them alike; every
/// second round goes backwards, so that none always comes first.
/// </summary>
internal static class Rounds
{
    /// <summary>Measured rounds of each contender: enough for an interval from the 4th to the 12th value.</summary>
    public const int Count = 15;

    /// <summary>
    /// CPU time before the first measured round: compilers have to see the code before they optimise it, caches fill.
    /// </summary>
    private const double WarmUpSeconds = 1;

    /// <param name="name">Of the benchmark, for its progress.</param>
    /// <param name="contenders">Each does its round of the given number, from 0.</param>
    /// <returns>The measured rounds of each contender.</returns>
    public static IReadOnlyList<Measurement[]> Run(
        string name, IReadOnlyList<Func<int, Measurement>> contenders, BenchProgress progress)
    {
        progress.WarmUp(name);
        foreach (var contender in contenders)
            WarmUp(contender);
        var start = TimeProvider.System.GetTimestamp();
        var measured = contenders.Select(_ => new Measurement[Count]).ToArray();
        for (var round = 0; round < Count; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var index = round % 2 == 0 ? turn : contenders.Count - 1 - turn;
                measured[index][round] = contenders[index](round);
            }
            progress.Round(name, round + 1, Count, TimeProvider.System.GetElapsedTime(start));
        }
        return measured;
    }

    private static void WarmUp(Func<int, Measurement> contender)
    {
        var seconds = 0.0;
        for (var round = 0; seconds < WarmUpSeconds; round++)
            seconds += contender(round % Count).CpuSeconds;
    }
}
