using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>One option as an experiment has it.</summary>
/// <param name="Path">Dotted: <c>labeling.temperature</c>. The values of a list share their path.</param>
/// <param name="Text">The value in words.</param>
/// <param name="Number">The value if it is a number; a number in quotes is none.</param>
public sealed record OptionValue(string Path, string Text, double? Number);

/// <summary>Options that belong together: a key of the experiment, or one of its methods.</summary>
public sealed record OptionSection
{
    /// <summary>The method's name; null for what is not a method's.</summary>
    public required string? Method { get; init; }

    /// <summary>Paths of a method's options begin inside it (<c>beta</c>), those of others at the root.</summary>
    public required IReadOnlyList<OptionValue> Options { get; init; }
}

/// <summary>
/// What an experiment's text says, as a flat list. Nothing is bound and no path is looked up, so the text of a run can
/// be read long after the files that it names are gone. What is empty is left out.
/// </summary>
public sealed record ExperimentOptions
{
    /// <summary>The list whose items are the compared methods.</summary>
    public const string MethodsKey = "methods";

    /// <summary>Keys that are no options: they are what a run is called by.</summary>
    internal static IReadOnlyList<string> Titles { get; } = ["name", "task"];

    public required IReadOnlyList<OptionSection> Sections { get; init; }

    /// <summary>Every option under its full path: <c>methods.dpo.beta</c>.</summary>
    public IEnumerable<OptionValue> All =>
        Sections.SelectMany(section => section.Method is { } method
            ? section.Options.Select(option => option with { Path = $"{MethodsKey}.{method}.{option.Path}" })
            : section.Options);

    /// <summary>Names of the compared methods.</summary>
    public IEnumerable<string> Methods => Sections.Select(section => section.Method).OfType<string>();

    /// <summary>One method's options as if they were an experiment's; none where it has no such method.</summary>
    public ExperimentOptions OfMethod(string method) => new()
    {
        Sections =
        [
            .. Sections.Where(section => section.Method == method).Select(section => section with { Method = null }),
        ],
    };

    /// <summary>Reads YAML, or JSON, which is YAML as well.</summary>
    /// <exception cref="InputException">It is neither.</exception>
    public static ExperimentOptions Read(string experimentText)
    {
        var problems = new List<InputProblem>();
        var root = YamlReader.Read(experimentText, new SourceMark("experiment", 1, ""), problems);
        if (problems.Count > 0)
            throw new InputException(problems);
        var entries = root is MapNode map ? map.Entries : [];
        return new ExperimentOptions
        {
            Sections = [.. entries.Where(entry => !Titles.Contains(entry.Key)).SelectMany(SectionsOf)],
        };
    }

    private static IEnumerable<OptionSection> SectionsOf(MapEntry entry)
    {
        if (entry is not { Key: MethodsKey, Value: ListNode methods })
            return [Section(null, entry.Value, entry.Key)];
        return methods.Items.Select((item, i) => Section(SourcePath.ItemName(item, i), item, ""));
    }

    private static OptionSection Section(string? method, SourceNode node, string path)
    {
        var options = new List<OptionValue>();
        Collect(node, path, options);
        return new OptionSection { Method = method, Options = options };
    }

    private static void Collect(SourceNode node, string path, List<OptionValue> options)
    {
        switch (node)
        {
            case MapNode map:
                foreach (var entry in map.Entries)
                    Collect(entry.Value, SourcePath.Join(path, entry.Key), options);
                break;
            case ListNode list:
                foreach (var (i, item) in list.Items.Index())
                    Collect(item, PathOfItem(item, i, path), options);
                break;
            case ScalarNode { IsNull: false } scalar:
                options.Add(new OptionValue(path, scalar.Text, NumberOf(scalar)));
                break;
        }
    }

    private static string PathOfItem(SourceNode item, int index, string path) =>
        item is ScalarNode ? path : SourcePath.Join(path, SourcePath.ItemName(item, index));

    private static double? NumberOf(ScalarNode scalar) =>
        ScalarBinder.Bind(typeof(double), scalar, out _) as double?;
}
