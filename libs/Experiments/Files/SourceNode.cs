using System.Globalization;

namespace WeakToStrong.Experiments.Files;

/// <summary>Where a piece of an experiment stands.</summary>
/// <param name="File">The file, or the override as it was typed.</param>
/// <param name="Line">From 1; null in an override.</param>
/// <param name="BaseFolder">Where relative paths written there start.</param>
internal sealed record SourceMark(string File, int? Line, string BaseFolder)
{
    public InputProblem Problem(string message) => new(File, Line, message);

    /// <summary>A problem of the value at the path: "beta is 2; allowed is 0 to 1".</summary>
    public InputProblem ProblemOf(string path, string fault) =>
        Problem($"{path} {fault}") with { Key = new KeyFault(path, fault) };
}

/// <summary>A piece of a text: from its first character to the one after its last.</summary>
internal readonly record struct TextSpan(int Start, int End)
{
    public bool IsEmpty => Start >= End;
}

/// <summary>
/// A node of an experiment file that knows where it was written, also after overrides were merged in.
/// </summary>
internal abstract class SourceNode(SourceMark mark)
{
    public SourceMark Mark { get; } = mark;

    /// <summary>Its own characters in the text that it was read from; nothing where that is an override.</summary>
    public TextSpan Span { get; init; }

    /// <summary>What it is, for "… is X; allowed is Y".</summary>
    public abstract string Describe();
}

internal sealed class ScalarNode(SourceMark mark, string text, bool isPlain) : SourceNode(mark)
{
    public string Text { get; } = text;

    /// <summary>Written without quotes, so it may stand for a number, a truth value or nothing.</summary>
    public bool IsPlain { get; } = isPlain;

    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    public override string Describe() => IsNull ? "empty" : (IsPlain ? "" : "the text ") + Wording.Quote(Text);
}

internal sealed class ListNode(SourceMark mark, List<SourceNode> items) : SourceNode(mark)
{
    public List<SourceNode> Items { get; } = items;

    /// <summary>Written with brackets.</summary>
    public bool IsFlow { get; init; }

    public override string Describe() => "a list";
}

internal sealed class MapNode(SourceMark mark, List<MapEntry> entries) : SourceNode(mark)
{
    public List<MapEntry> Entries { get; } = entries;

    /// <summary>Written with braces.</summary>
    public bool IsFlow { get; init; }

    public MapEntry? Find(string key) => Entries.Find(entry => entry.Key == key);

    public override string Describe() => "a mapping of keys";
}

/// <param name="Key">The key.</param>
/// <param name="KeyMark">Where the key stands.</param>
/// <param name="Value">Its value.</param>
internal sealed record MapEntry(string Key, SourceMark KeyMark, SourceNode Value)
{
    /// <summary>The key's own characters.</summary>
    public TextSpan KeySpan { get; init; }
}

/// <summary>Dotted paths into an experiment, the same in overrides and in messages: <c>methods.dpo.beta</c>.</summary>
internal static class SourcePath
{
    public static string Join(string path, string segment) => path.Length == 0 ? segment : $"{path}.{segment}";

    /// <summary>A list item is called by its <c>name</c>, or by its index from 0.</summary>
    public static string ItemName(SourceNode item, int index) =>
        NameOf(item) ?? index.ToString(CultureInfo.InvariantCulture);

    public static string? NameOf(SourceNode item) =>
        item is MapNode map && map.Find("name")?.Value is ScalarNode { IsNull: false } name ? name.Text : null;

    /// <summary>Position of the item that a segment names, or -1.</summary>
    public static int IndexOf(ListNode list, string segment)
    {
        var named = list.Items.FindIndex(item => NameOf(item) == segment);
        if (named >= 0)
            return named;
        return int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < list.Items.Count
            ? index
            : -1;
    }
}
