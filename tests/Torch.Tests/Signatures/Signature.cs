using System.Globalization;
using System.Text.RegularExpressions;

namespace WeakToStrong.Torch.Tests.Signatures;

/// <summary>One public member as C# writes it: <c>Tensor cat(IList&lt;Tensor&gt; tensors, long dim = 0)</c>.</summary>
internal sealed partial record Signature(string Type, bool IsStatic, string Returns, string Name)
{
    /// <summary>Null for a property or field.</summary>
    internal IReadOnlyList<Parameter>? Parameters { get; init; }

    internal static Signature Parse(string type, string line)
    {
        var match = Line().Match(line);
        Assert.True(match.Success, $"not a signature: {line}");
        var list = match.Groups["parameters"];
        return new Signature(type, match.Groups["static"].Success, Plain(match.Groups["returns"].Value),
            match.Groups["name"].Value)
        {
            Parameters = list.Success ? [.. SplitTopLevel(list.Value).Select(ParseParameter)] : null,
        };
    }

    /// <summary>Whether every use of this member, as source, also compiles against the other.</summary>
    internal bool IsCoveredBy(Signature other)
    {
        if ((Type, IsStatic, Returns, Name) != (other.Type, other.IsStatic, other.Returns, other.Name)) return false;
        if (Parameters is null || other.Parameters is null) return Parameters is null && other.Parameters is null;
        return Parameters.Count <= other.Parameters.Count
            && Parameters.Zip(other.Parameters).All(pair => pair.First.IsCoveredBy(pair.Second))
            && other.Parameters.Skip(Parameters.Count).All(parameter => parameter.Default is not null);
    }

    public override string ToString() =>
        $"[{Type}] {(IsStatic ? "static " : "")}{Returns} {Name}"
        + (Parameters is null ? "" : $"({string.Join(", ", Parameters)})");

    /// <summary>Without what does not decide overloads: names in tuples, "may be null" on reference types.</summary>
    internal static string Plain(string type)
    {
        type = ReferenceMark().Replace(type.Trim().Replace("torch.", "", StringComparison.Ordinal), "");
        if (!type.StartsWith('(')) return type;
        var parts = SplitTopLevel(type[1..^1]).Select(part => part.Trim().Split(' ')[0]).Select(Plain);
        return $"({string.Join(", ", parts)})";
    }

    private static Parameter ParseParameter(string text)
    {
        var match = ParameterText().Match(text.Trim());
        Assert.True(match.Success, $"not a parameter: {text}");
        var given = match.Groups["default"];
        return new Parameter(match.Groups["params"].Success, Plain(match.Groups["type"].Value),
            match.Groups["name"].Value, given.Success ? Normal(given.Value) : null);
    }

    internal static string Normal(string value)
    {
        var text = value.Trim().Split('.') is [_, var name] && char.IsLetter(value.Trim()[0]) ? name : value.Trim();
        var number = text.TrimEnd('f', 'd', 'L');
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            ? parsed.ToString("R", CultureInfo.InvariantCulture)
            : text;
    }

    // Commas inside <>, () and [] belong to a type.
    private static IEnumerable<string> SplitTopLevel(string list)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < list.Length; i++)
        {
            if (list[i] is '<' or '(' or '[') depth++;
            if (list[i] is '>' or ')' or ']') depth--;
            if (list[i] != ',' || depth != 0) continue;
            yield return list[start..i];
            start = i + 1;
        }
        if (list[start..].Trim().Length > 0) yield return list[start..];
    }

    [GeneratedRegex(@"^(?<static>static )?(?<returns>\(.*?\)\??|[^ (]+) (?<name>operator \S+?|@?\w+)(<[\w, ]+>)?"
        + @"(\((?<parameters>.*)\))?$")]
    private static partial Regex Line();

    [GeneratedRegex(@"^(?<params>params )?(this )?(?<type>\(.*?\)|[^ ]+) @?(?<name>\w+)( = (?<default>.+))?$")]
    private static partial Regex ParameterText();

    [GeneratedRegex(@"(?<=Tensor|Device|Generator|string|DisposeScope|\]|>)\?")]
    private static partial Regex ReferenceMark();

    internal sealed record Parameter(bool IsParams, string Type, string Name, string? Default)
    {
        internal bool IsCoveredBy(Parameter other) =>
            (IsParams, Type, Name) == (other.IsParams, other.Type, other.Name)
            && (Default is null || Default == other.Default);

        public override string ToString() =>
            $"{(IsParams ? "params " : "")}{Type} {Name}{(Default is null ? "" : $" = {Default}")}";
    }
}
