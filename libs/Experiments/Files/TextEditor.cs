using System.Globalization;

namespace WeakToStrong.Experiments.Files;

/// <summary>
/// Changes of a text by the places of its nodes. Each returns the whole new text, for which the nodes are no longer
/// right.
/// </summary>
internal sealed class TextEditor(string text, MapNode? root)
{
    private readonly string _newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    public static SourceNode? Child(SourceNode? node, string segment) => node switch
    {
        MapNode map => map.Find(segment)?.Value,
        ListNode list when IndexOf(segment) is { } index && index < list.Items.Count => list.Items[index],
        _ => null,
    };

    /// <summary>Writes the value where the path leads; mappings that are missing on the way are made.</summary>
    public string Set(ReadOnlySpan<string> path, string value)
    {
        if (root is null)
            return NewFirstKey(path, value);
        SourceNode node = root;
        for (var depth = 0; depth < path.Length; depth++)
        {
            var rest = path[(depth + 1)..];
            var next = Child(node, path[depth]);
            if (next is null)
                return Insert(node, path[depth], Nested(rest, value));
            if (rest.IsEmpty || next is ScalarNode)
                return Replace(node, path[depth], next, Nested(rest, value));
            node = next;
        }
        return text;
    }

    public string Remove(ReadOnlySpan<string> path)
    {
        var parent = At(path[..^1]);
        return parent switch
        {
            MapNode map when map.Find(path[^1]) is { } entry => RemoveEntry(map, entry, path),
            ListNode list when IndexOf(path[^1]) is { } index && index < list.Items.Count =>
                RemoveItem(list, index, path),
            _ => text,
        };
    }

    public string Add(ReadOnlySpan<string> path, string item)
    {
        if (At(path) is not ListNode list)
            return Set(path, path.Length == 1 && root is not { IsFlow: true } ? $"{_newLine}  - {item}" : $"[{item}]");
        if (list.Items.Count == 0)
            return Splice(list.Span, $"[{item}]");
        var end = EndOf(list.Items[^1]);
        if (list.IsFlow)
            return Splice(new TextSpan(end, end), $", {item}");
        var line = LineEnd(end);
        return Splice(new TextSpan(line, line), $"{_newLine}{Indent(list.Span.Start)}- {item}");
    }

    private SourceNode? At(ReadOnlySpan<string> path)
    {
        SourceNode? node = root;
        foreach (var segment in path)
            node = Child(node, segment);
        return node;
    }

    private static int? IndexOf(string segment) =>
        int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static string Nested(ReadOnlySpan<string> path, string value)
    {
        var nested = value;
        for (var depth = path.Length - 1; depth >= 0; depth--)
            nested = $"{{{path[depth]}: {nested}}}";
        return nested;
    }

    private string NewFirstKey(ReadOnlySpan<string> path, string value)
    {
        var start = text.Length == 0 || text.EndsWith('\n') ? text : text + _newLine;
        return $"{start}{Entry(path[0], Nested(path[1..], value))}{_newLine}";
    }

    private static string Entry(string key, string value) => key + ":" + Spaced(value);

    private static string Spaced(string value) => value[0] is '\n' or '\r' ? value : " " + value;

    private string Replace(SourceNode parent, string segment, SourceNode old, string value)
    {
        var isWritten = !old.Span.IsEmpty && old is ScalarNode or ListNode { IsFlow: true } or MapNode { IsFlow: true };
        if ((isWritten && value[0] is not ('\n' or '\r')) || parent is not MapNode map)
            return Splice(Trimmed(old), value);
        var colon = ColonEnd(map.Find(segment)!);
        return Splice(new TextSpan(colon, Math.Max(colon, EndOf(old))), Spaced(value));
    }

    private string Insert(SourceNode parent, string key, string value)
    {
        if (parent is not MapNode map)
            return text;
        if (map.Entries.Count == 0)
            return Splice(map.Span, $"{{{Entry(key, value)}}}");
        var end = EntryEnd(map.Entries[^1]);
        if (map.IsFlow)
            return Splice(new TextSpan(end, end), $", {Entry(key, value)}");
        var line = LineEnd(end);
        return Splice(new TextSpan(line, line), $"{_newLine}{Indent(map.Entries[0].KeySpan.Start)}{Entry(key, value)}");
    }

    private string RemoveEntry(MapNode map, MapEntry entry, ReadOnlySpan<string> path)
    {
        if (map.Entries.Count == 1 && path.Length > 1)
            // An empty mapping is not the same as none: what may be left out has defaults of its own.
            return At(path[..^2]) is ListNode ? Splice(Trimmed(map), "{}") : Remove(path[..^1]);
        var index = map.Entries.IndexOf(entry);
        var next = index + 1 < map.Entries.Count ? map.Entries[index + 1].KeySpan.Start : (int?)null;
        if (map.IsFlow)
            return index > 0
                ? Splice(new TextSpan(EntryEnd(map.Entries[index - 1]), EntryEnd(entry)), "")
                : Splice(new TextSpan(entry.KeySpan.Start, next ?? EntryEnd(entry)), "");
        return IsFirstOnItsLine(entry.KeySpan.Start)
            ? Splice(Lines(entry.KeySpan.Start, EntryEnd(entry)), "")
            : Splice(new TextSpan(entry.KeySpan.Start, next ?? EntryEnd(entry)), "");
    }

    private string RemoveItem(ListNode list, int index, ReadOnlySpan<string> path)
    {
        if (list.Items.Count == 1)
            return Replace(At(path[..^2])!, path[^2], list, "[]");
        var item = list.Items[index];
        if (list.IsFlow)
            return index > 0
                ? Splice(new TextSpan(EndOf(list.Items[index - 1]), EndOf(item)), "")
                : Splice(new TextSpan(item.Span.Start, list.Items[1].Span.Start), "");
        var dash = DashOf(list, index);
        return IsFirstOnItsLine(dash)
            ? Splice(Lines(dash, EndOf(item)), "")
            : Splice(new TextSpan(item.Span.Start, list.Items[index + 1].Span.Start), "");
    }

    private string Splice(TextSpan span, string with) =>
        string.Concat(text.AsSpan(0, span.Start), with, text.AsSpan(span.End));

    private TextSpan Trimmed(SourceNode node) => new(node.Span.Start, EndOf(node));

    // Texts over several lines end for the parser where the next key begins.
    private int EndOf(SourceNode node)
    {
        var end = node.Span.End;
        while (end > node.Span.Start && char.IsWhiteSpace(text[end - 1]))
            end--;
        return end;
    }

    /// <summary>Behind the value; where there is none, behind the colon; without that, behind the key.</summary>
    private int EntryEnd(MapEntry entry) => entry.Value.Span.IsEmpty ? ColonEnd(entry) : EndOf(entry.Value);

    private int ColonEnd(MapEntry entry)
    {
        var at = entry.KeySpan.End;
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        return at < text.Length && text[at] == ':' ? at + 1 : entry.KeySpan.End;
    }

    // Between the items of a list without brackets there is nothing but white space, comments and dashes.
    private int DashOf(ListNode list, int index)
    {
        var at = index == 0 ? list.Span.Start : EndOf(list.Items[index - 1]);
        while (text[at] != '-')
            at = text[at] == '#' ? LineEnd(at) : at + 1;
        return at;
    }

    private string Indent(int at) => new(' ', at - LineStart(at));

    private bool IsFirstOnItsLine(int at) => text.AsSpan(LineStart(at), at - LineStart(at)).IsWhiteSpace();

    private TextSpan Lines(int first, int end)
    {
        var last = LineEnd(end);
        return new TextSpan(LineStart(first), last < text.Length ? text.IndexOf('\n', last) + 1 : last);
    }

    private int LineStart(int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    private int LineEnd(int at)
    {
        var end = text.AsSpan(at).IndexOfAny('\r', '\n');
        return end < 0 ? text.Length : at + end;
    }
}
