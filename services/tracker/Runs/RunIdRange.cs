using WeakToStrong.Experiments.Search;

namespace WeakToStrong.Tracker.Runs;

/// <summary>The ids that begin with some digits, as a range that an index finds.</summary>
internal sealed record RunIdRange(Guid First, Guid Last)
{
    public static RunIdRange Everything { get; } = new(Padded("", '0'), Padded("", 'f'));

    /// <summary>Null when no id can begin so.</summary>
    public static RunIdRange? Of(string prefix) =>
        RunIds.Prefix(prefix) is { } digits ? new RunIdRange(Padded(digits, '0'), Padded(digits, 'f')) : null;

    private static Guid Padded(string digits, char digit) =>
        Guid.ParseExact(digits.PadRight(RunIds.Digits, digit), "N");
}
