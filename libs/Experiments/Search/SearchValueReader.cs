using System.Globalization;
using System.Text.RegularExpressions;

namespace WeakToStrong.Experiments.Search;

/// <summary>Reads single words as numbers, dates and durations; null for a word that is none.</summary>
internal static partial class SearchValueReader
{
    /// <summary>Longer durations, about a century, only overflow.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    private static readonly (string Format, DatePrecision Precision)[] DateFormats =
    [
        ("yyyy-MM", DatePrecision.Month),
        ("yyyy-MM-dd", DatePrecision.Day),
        ("yyyy-MM-dd'T'HH:mm", DatePrecision.Minute),
        ("yyyy-MM-dd'T'HH:mm:ss", DatePrecision.Second),
    ];

    public static double? Number(string word) =>
        NumberPattern().IsMatch(word)
        && double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture) is var number
        && double.IsFinite(number)
            // Minus zero equals zero but is not written like it.
            ? number + 0.0
            : null;

    /// <summary><c>5m</c>, <c>1.5h</c>, <c>2h30m</c>; whole milliseconds.</summary>
    public static TimeSpan? Duration(string word)
    {
        if (!DurationPattern().IsMatch(word))
            return null;
        var milliseconds = DurationPart().Matches(word).Sum(part =>
            double.Parse(part.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture)
            * LengthOf(part.Groups[2].Value).TotalMilliseconds);
        return milliseconds <= Longest.TotalMilliseconds
            ? TimeSpan.FromMilliseconds((long)Math.Round(milliseconds))
            : null;
    }

    /// <summary>A month, day, minute or second of UTC, from the year 1970 on; a Z at the end may say so.</summary>
    public static DateValue? Date(string word)
    {
        var text = word.Contains('T', StringComparison.Ordinal) ? word.TrimEnd('Z') : word;
        foreach (var (format, precision) in DateFormats)
            if (DateTimeOffset.TryParseExact(
                    text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
                && start.Year is >= 1970 and < 9999)
                return new DateValue(start, precision);
        return null;
    }

    private static TimeSpan LengthOf(string unit) => SearchText.Units.First(known => known.Unit == unit).Length;

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\A([0-9]+(\.[0-9]+)?(ms|[smhdw]))+\z")]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(ms|[smhdw])")]
    private static partial Regex DurationPart();
}
