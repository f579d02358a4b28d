using System.Globalization;
using System.Text;

namespace WeakToStrong.Experiments.Planning;

/// <summary>An option and the values that it takes in turn.</summary>
/// <param name="Path">As an override names it: <c>methods.dpo.beta</c>.</param>
/// <param name="Values">YAML, one for each.</param>
public sealed record SweptOption(string Path, IReadOnlyList<string> Values);

/// <summary>One experiment of a sweep: what it is called, and its overrides, the name's among them.</summary>
public sealed record SweepRun(string Name, IReadOnlyList<string> Overrides);

/// <summary>Several runs from one experiment: every combination of the values of some options.</summary>
public static class Sweep
{
    public const int MaxRuns = 64;

    private const string Seeds = "seeds";
    private const int MaxNameLength = 100;

    /// <summary>How many runs it means, before they are made.</summary>
    public static long Count(IEnumerable<SweptOption> axes) =>
        axes.Aggregate(1L, (count, axis) => Math.Min(count * axis.Values.Count, int.MaxValue));

    /// <summary>The runs, the last option's values changing first. Without options it is the one experiment.</summary>
    /// <param name="name">What the experiment is called.</param>
    /// <param name="axes">Each option once; a seed stands for the list of it alone.</param>
    /// <exception cref="InputException">An option has no values or stands twice, or the runs are too many.</exception>
    public static IReadOnlyList<SweepRun> Expand(string name, IReadOnlyList<SweptOption> axes)
    {
        Check(axes);
        if (axes.Count == 0)
            return [new SweepRun(name, [])];
        IEnumerable<(string Path, string Value)[]> points = [[]];
        foreach (var axis in axes)
            points = points.SelectMany(
                point => axis.Values, (point, value) => point.Append((axis.Path, value)).ToArray());
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. points.Select(point => RunOf(name, point, taken))];
    }

    /// <summary>Values with commas between; a comma inside brackets, braces or quotes belongs to a value.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var (values, value, depth, quote) = (new List<string>(), new StringBuilder(), 0, '\0');
        foreach (var sign in text)
        {
            if (quote != '\0')
                quote = sign == quote ? '\0' : quote;
            else if (sign is '"' or '\'')
                quote = sign;
            else
                depth += sign is '[' or '{' ? 1 : sign is ']' or '}' ? -1 : 0;
            if (sign == ',' && depth <= 0 && quote == '\0')
                values.Add(Taken(value));
            else
                value.Append(sign);
        }
        values.Add(Taken(value));
        return [.. values.Where(given => given.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    private static string Taken(StringBuilder value)
    {
        var taken = value.ToString().Trim();
        value.Clear();
        return taken;
    }

    private static void Check(IReadOnlyList<SweptOption> axes)
    {
        foreach (var (index, axis) in axes.Index())
        {
            if (string.IsNullOrWhiteSpace(axis.Path))
                throw new InputException(
                    "sweep", null, "an option has no name; allowed is for instance methods.dpo.beta");
            if (axis.Values.Count == 0)
                throw new InputException("sweep", null, $"{axis.Path} has no values; at least one is needed");
            if (axes.Take(index).Any(other => other.Path == axis.Path))
                throw new InputException("sweep", null, $"{axis.Path} stands here twice; allowed is each option once");
        }
        if (Count(axes) is > MaxRuns and var count)
            throw new InputException("sweep", null, $"means {count} runs; allowed are at most {MaxRuns}");
    }

    private static SweepRun RunOf(string name, (string Path, string Value)[] point, HashSet<string> taken)
    {
        var parts = point.Select(choice => $"{Short(choice.Path)}-{choice.Value}");
        var wanted = Allowed(string.Join('-', [name, .. parts]));
        var given = wanted;
        for (var number = 2; !taken.Add(given); number++)
        {
            var suffix = string.Create(CultureInfo.InvariantCulture, $"-{number}");
            given = wanted[..Math.Min(wanted.Length, MaxNameLength - suffix.Length)] + suffix;
        }
        return new SweepRun(given, [.. point.Select(Override), $"name={given}"]);
    }

    private static string Override((string Path, string Value) choice) =>
        choice.Path == Seeds && !choice.Value.StartsWith('[')
            ? $"{Seeds}=[{choice.Value}]"
            : $"{choice.Path}={choice.Value}";

    /// <summary>Enough of a path for people: <c>dpo.beta</c>.</summary>
    private static string Short(string path) => path == Seeds ? "seed" : string.Join('.', path.Split('.').TakeLast(2));

    /// <summary>With the signs alone that names have.</summary>
    private static string Allowed(string name)
    {
        var allowed = new StringBuilder();
        foreach (var sign in name)
            if (char.IsAsciiLetterOrDigit(sign) || sign is '.' or '_')
                allowed.Append(sign);
            else if (allowed.Length > 0 && allowed[^1] != '-')
                allowed.Append('-');
        var text = allowed.ToString().Trim('-', '.', '_');
        return text.Length > MaxNameLength ? text[..MaxNameLength] : text;
    }
}
