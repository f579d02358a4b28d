namespace WeakToStrong.Workers;

/// <summary>What the runner says on standard error, for use within another message.</summary>
public static class RunnerText
{
    // People see the runner's errors through the command line, so they begin as its own do.
    private const string Sign = "w2s: ";

    public static string Plain(string line) =>
        line.StartsWith(Sign, StringComparison.Ordinal) ? line[Sign.Length..] : line;
}
