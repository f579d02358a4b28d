namespace WeakToStrong.Tracker.Runs;

/// <summary>The ids that begin with some digits, as a range that an index finds.</summary>
internal sealed record RunIdRange(Guid First, Guid Last)
{
    private const int Digits = 32;

    public static RunIdRange Everything { get; } = new(Padded("", '0'), Padded("", 'f'));

    /// <summary>Null when no id can begin so.</summary>
    public static RunIdRange? Of(string prefix)
    {
        var digits = prefix.Replace("-", "", StringComparison.Ordinal);
        return digits.Length is > 0 and <= Digits && digits.All(char.IsAsciiHexDigit)
            ? new RunIdRange(Padded(digits, '0'), Padded(digits, 'f'))
            : null;
    }

    private static Guid Padded(string digits, char digit) => Guid.ParseExact(digits.PadRight(Digits, digit), "N");
}
