namespace WeakToStrong.Experiments.Files;

/// <summary>
/// The text of an experiment file as something that is looked at and changed key by key. A change touches the
/// characters that it must and no others: comments, order and layout stay as somebody wrote them. Paths are dotted,
/// items of lists by their index from 0: <c>methods.1.beta</c>.
/// </summary>
public sealed class ExperimentText
{
    private readonly MapNode? _root;

    private ExperimentText(string text, MapNode? root, bool isReadable) =>
        (Text, _root, IsReadable) = (text, root, isReadable);

    public string Text { get; }

    /// <summary>False where the text is no mapping of keys: then nothing is found in it, and nothing changed.</summary>
    public bool IsReadable { get; }

    public static ExperimentText Read(string text)
    {
        var problems = new List<InputProblem>();
        var root = YamlReader.Read(text, new SourceMark("", 1, ""), problems);
        var isEmpty = root is null ? problems.Count == 0 : root is ScalarNode { IsNull: true };
        return new ExperimentText(text, root as MapNode, root is MapNode || isEmpty);
    }

    /// <summary>Whether anything is written at the path.</summary>
    public bool Has(string path) => Find(path) is not null;

    /// <summary>
    /// The value at the path, the values of a list with commas between; null where there is none, or no value.
    /// </summary>
    public string? Value(string path) => Find(path) switch
    {
        ScalarNode { IsNull: false } scalar => scalar.Text,
        ListNode list when list.Items.All(item => item is ScalarNode) =>
            string.Join(", ", list.Items.Select(item => ((ScalarNode)item).Text)),
        _ => null,
    };

    /// <summary>The keys of the mapping at the path, in the text's order.</summary>
    public IReadOnlyList<string> Keys(string path) =>
        Find(path) is MapNode map ? [.. map.Entries.Select(entry => entry.Key)] : [];

    /// <summary>Items of the list at the path.</summary>
    public int Count(string path) => Find(path) is ListNode list ? list.Items.Count : 0;

    /// <summary>Line of the value at the path, from 1; null where there is none.</summary>
    public int? Line(string path) => Find(path)?.Mark.Line;

    /// <summary>The path as messages and overrides write it: items of lists by their names.</summary>
    public string Called(string path)
    {
        SourceNode? node = _root;
        var called = "";
        foreach (var segment in path.Split('.'))
        {
            var next = Child(node, segment);
            var name = node is ListNode && next is not null ? SourcePath.NameOf(next) ?? segment : segment;
            called = SourcePath.Join(called, name);
            node = next;
        }
        return called;
    }

    /// <summary>Writes a value, and every mapping above it that is not there yet.</summary>
    public ExperimentText Set(string path, string value) => Put(path, YamlWords.Scalar(value));

    /// <summary>Writes a list of values.</summary>
    public ExperimentText SetList(string path, IEnumerable<string> values) => Put(path, YamlWords.List(values));

    /// <summary>Takes the key or the item out, and a mapping that this leaves empty.</summary>
    public ExperimentText Remove(string path) => Changed(editor => editor.Remove(path.Split('.')));

    /// <summary>Adds an item, a mapping of these keys and values, at the end of the list.</summary>
    public ExperimentText Add(string path, IEnumerable<KeyValuePair<string, string>> item)
    {
        var written = string.Join(", ", item.Select(pair => $"{pair.Key}: {YamlWords.Scalar(pair.Value)}"));
        return Changed(editor => editor.Add(path.Split('.'), $"{{{written}}}"));
    }

    private ExperimentText Put(string path, string value) => Changed(editor => editor.Set(path.Split('.'), value));

    private ExperimentText Changed(Func<TextEditor, string> change)
    {
        if (!IsReadable)
            throw new InvalidOperationException("the text is no mapping of keys");
        return Read(change(new TextEditor(Text, _root)));
    }

    private SourceNode? Find(string path)
    {
        SourceNode? node = _root;
        foreach (var segment in path.Length == 0 ? [] : path.Split('.'))
            node = Child(node, segment);
        return node;
    }

    private static SourceNode? Child(SourceNode? node, string segment) => TextEditor.Child(node, segment);
}
