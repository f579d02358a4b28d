using System.Globalization;
using System.Text;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Files;

/// <summary>How problems with the input are put into words: always one line, never longer than a line bears.</summary>
internal static class Wording
{
    private const int MaxQuotedLength = 60;

    /// <summary>The text in single quotes, shortened, with control characters made visible.</summary>
    public static string Quote(string text)
    {
        var shown = new StringBuilder("'");
        foreach (var unit in text.AsSpan(0, Math.Min(text.Length, MaxQuotedLength)))
            _ = char.IsControl(unit)
                ? shown.Append(CultureInfo.InvariantCulture, $"\\x{(int)unit:x2}")
                : shown.Append(unit);
        return shown.Append(text.Length > MaxQuotedLength ? "…'" : "'").ToString();
    }

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string List(IEnumerable<string> names) => string.Join(", ", names);

    /// <summary>"did you mean 'beta'? allowed: …", or only what is allowed when nothing comes near.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        var names = known.Order(StringComparer.Ordinal).ToArray();
        var allowed = names.Length == 0 ? "nothing is allowed here" : $"allowed: {List(names)}";
        return Nearest(name, names) is { } nearest ? $"did you mean '{nearest}'? {allowed}" : allowed;
    }

    /// <summary>The known name that may have been meant, or null when none comes near.</summary>
    public static string? Nearest(string name, string[] known)
    {
        if (name.Length > MaxQuotedLength)
            return null;
        var nearest = known.MinBy(candidate => Levenshtein.Distance<char>(name, candidate));
        // Further away than a third of its letters it would be a guess, not a slip of the finger.
        var limit = Math.Max(2, name.Length / 3);
        return nearest is not null && Levenshtein.Distance<char>(name, nearest) <= limit ? nearest : null;
    }
}
