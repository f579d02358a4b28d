namespace WeakToStrong.Experiments.Files;

/// <summary>
/// Overrides from the command line, <c>methods.dpo.beta=0.2</c>: a dotted path, list items by their <c>name</c> or
/// their index from 0, and a value in YAML.
/// </summary>
internal static class Overrides
{
    /// <param name="root">The file's keys.</param>
    /// <param name="mark">The override, which is its own place.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static void Apply(MapNode root, SourceMark mark, List<InputProblem> problems)
    {
        var text = mark.File;
        var split = text.IndexOf('=', StringComparison.Ordinal);
        var segments = split < 0 ? [] : text[..split].Trim().Split('.');
        if (segments.Length == 0 || segments.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add(mark.Problem("is not an override; allowed is key=value, for instance methods.dpo.beta=0.2"));
            return;
        }
        var count = problems.Count;
        var value = YamlReader.Read(text[(split + 1)..], mark, problems) ?? new ScalarNode(mark, "", isPlain: true);
        if (problems.Count == count && Set(root, segments, mark, value) is { } problem)
            problems.Add(mark.Problem(problem));
    }

    /// <summary>Puts the value where the path leads; what is wrong with the path, or null.</summary>
    private static string? Set(SourceNode node, ReadOnlySpan<string> path, SourceMark mark, SourceNode value) =>
        node switch
        {
            MapNode map => SetKey(map, path, mark, value),
            ListNode list => SetItem(list, path, mark, value),
            _ => $"there is no '{path[0]}' to set: what holds it is {node.Describe()}; allowed is a mapping or a list",
        };

    private static string? SetKey(MapNode map, ReadOnlySpan<string> path, SourceMark mark, SourceNode value)
    {
        var key = path[0];
        var at = map.Entries.FindIndex(entry => entry.Key == key);
        if (path.Length == 1 || at < 0 || map.Entries[at].Value is ScalarNode { IsNull: true })
        {
            // What the file leaves out is made; whether such a key may be there is the binder's question.
            var made = path.Length == 1 ? value : new MapNode(mark, []);
            var entry = new MapEntry(key, mark, made);
            if (at < 0)
                map.Entries.Add(entry);
            else
                map.Entries[at] = entry;
            return path.Length == 1 ? null : Set(made, path[1..], mark, value);
        }
        return Set(map.Entries[at].Value, path[1..], mark, value);
    }

    private static string? SetItem(ListNode list, ReadOnlySpan<string> path, SourceMark mark, SourceNode value)
    {
        var index = SourcePath.IndexOf(list, path[0]);
        if (index < 0)
        {
            var names = list.Items.Select((item, i) => SourcePath.ItemName(item, i));
            return $"the list has no item {Wording.Quote(path[0])}; allowed: {Wording.List(names)}";
        }
        if (path.Length > 1)
            return Set(list.Items[index], path[1..], mark, value);
        list.Items[index] = value;
        return null;
    }
}
