using System.Globalization;
using System.Text.RegularExpressions;

namespace WeakToStrong.Experiments.Files;

/// <summary>Holds a bound value against the rules that its property's attributes state.</summary>
internal static class KeyRules
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong, as "is X; allowed is Y"; null when nothing is.</summary>
    public static string? CheckValue(KeyShape key, object value) =>
        value is string text ? CheckText(key, text) : CheckRange(key, value);

    /// <inheritdoc cref="CheckValue"/>
    public static string? CheckList(KeyShape key, Array items)
    {
        if (items.Length < key.MinLength)
            return $"has {items.Length} items; allowed are at least {key.MinLength}";
        if (items.Length > key.MaxLength)
            return $"has {items.Length} items; allowed are at most {key.MaxLength}";
        if (!key.HasDistinctItems)
            return null;
        var twice = items.Cast<object>().GroupBy(item => item).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"has {twice.Key} twice; allowed is each value once");
    }

    /// <summary>The range in words: "0 to 1", "more than 0", "at least 1".</summary>
    public static string Describe(RangeBounds range)
    {
        var low = range.Low is { } from
            ? (range.IsLowExclusive ? "more than " : "at least ") + Wording.Number(from)
            : null;
        var high = range.High is { } to
            ? (range.IsHighExclusive ? "less than " : "at most ") + Wording.Number(to)
            : null;
        return (low, high) switch
        {
            ({ }, { }) when !range.IsLowExclusive && !range.IsHighExclusive =>
                $"{Wording.Number(range.Low!.Value)} to {Wording.Number(range.High!.Value)}",
            ({ }, { }) => $"{low} and {high}",
            _ => low ?? high ?? "any number",
        };
    }

    private static string? CheckRange(KeyShape key, object value)
    {
        if (RangeBounds.Of(key) is not { } range || value is not (int or long or double))
            return null;
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return range.Contains(number) ? null : $"is {Wording.Number(number)}; allowed is {Describe(range)}";
    }

    private static string? CheckText(KeyShape key, string text)
    {
        if (key.InputPath is { } path)
            return CheckPath(path, text);
        if (text.Length < key.MinLength)
            return $"has {text.Length} characters; allowed are at least {key.MinLength}";
        if (text.Length > key.MaxLength)
            return $"has {text.Length} characters; allowed are at most {key.MaxLength}";
        return key.Pattern is null || Regex.IsMatch(text, $@"\A(?:{key.Pattern})\z", RegexOptions.None, PatternTimeout)
            ? null
            : $"is {Wording.Quote(text)}; allowed is "
                + (key.Description is null ? $"what matches {key.Pattern}" : $"{key.Pattern}: {key.Description}");
    }

    private static string? CheckPath(InputPathAttribute path, string text)
    {
        if (path.IsFolder)
            return Directory.Exists(text) ? null : $"names {text}, where there is no folder";
        if (Directory.Exists(text))
            return $"names {text}, which is a folder; allowed is a file";
        return File.Exists(text) ? null : $"names {text}, where there is no file";
    }
}

/// <summary>A range without the sentinels by which attributes say "no limit".</summary>
internal sealed record RangeBounds(double? Low, bool IsLowExclusive, double? High, bool IsHighExclusive)
{
    public static RangeBounds? Of(KeyShape key) =>
        key.Range is not { } range
            ? null
            : new RangeBounds(
                Bound(range.Minimum, int.MinValue, double.MinValue),
                range.MinimumIsExclusive,
                Bound(range.Maximum, int.MaxValue, double.MaxValue),
                range.MaximumIsExclusive);

    public bool Contains(double value) =>
        (Low is not { } low || (IsLowExclusive ? value > low : value >= low))
        && (High is not { } high || (IsHighExclusive ? value < high : value <= high));

    private static double? Bound(object given, int noLimitWhole, double noLimit)
    {
        var value = Convert.ToDouble(given, CultureInfo.InvariantCulture);
        return value == noLimitWhole || value == noLimit || double.IsInfinity(value) ? null : value;
    }
}
