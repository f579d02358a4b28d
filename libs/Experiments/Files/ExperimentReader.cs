using WeakToStrong.Experiments.Catalogue;

namespace WeakToStrong.Experiments.Files;

/// <summary>
/// Reads an experiment file and the overrides of the command line into the record of the file's task.
/// </summary>
public static class ExperimentReader
{
    /// <param name="path">The YAML file; paths inside it start at its folder.</param>
    /// <param name="overrides"><c>methods.dpo.beta=0.2</c>; paths inside them start at the current folder.</param>
    /// <param name="catalogue">Knows tasks and variants.</param>
    /// <exception cref="InputException">Everything that is wrong, one line each, in the order of the file.</exception>
    public static Experiment Read(string path, IReadOnlyList<string> overrides, StepCatalogue catalogue)
    {
        var text = YamlReader.ReadText(path);
        return Parse(text, path, Path.GetDirectoryName(Path.GetFullPath(path))!, overrides, catalogue);
    }

    /// <summary>The text of an experiment file, for somebody who reads it elsewhere.</summary>
    /// <exception cref="InputException">The file is missing, too large, or not UTF-8.</exception>
    public static string ReadText(string path) => YamlReader.ReadText(path);

    /// <summary>Reads an experiment that is not, or not any more, a file.</summary>
    /// <param name="text">YAML, or JSON, which is YAML as well.</param>
    /// <param name="fileName">What messages call it.</param>
    /// <param name="baseFolder">Where relative paths inside it start.</param>
    /// <param name="overrides">As for <see cref="Read"/>.</param>
    /// <param name="catalogue">Knows tasks and variants.</param>
    /// <inheritdoc cref="Read"/>
    public static Experiment Parse(
        string text, string fileName, string baseFolder, IReadOnlyList<string> overrides, StepCatalogue catalogue) =>
        Parse(text, new SourceMark(fileName, 1, baseFolder), Overriding(overrides), catalogue, roots: null);

    /// <summary>
    /// Reads an experiment that was sent from elsewhere: what its paths name must lie in the roots, links followed;
    /// relative ones, those of overrides too, start at the first root.
    /// </summary>
    /// <inheritdoc cref="Parse(string, string, string, IReadOnlyList{string}, StepCatalogue)"/>
    public static Experiment ParseWithin(
        InputRoots roots, string text, string fileName, IReadOnlyList<string> overrides, StepCatalogue catalogue) =>
        Parse(
            text, new SourceMark(fileName, 1, roots.BaseFolder),
            overrides.Select(item => new SourceMark(item, null, roots.BaseFolder)), catalogue, roots);

    private static IEnumerable<SourceMark> Overriding(IEnumerable<string> overrides) =>
        overrides.Select(item => new SourceMark(item, null, Directory.GetCurrentDirectory()));

    private static Experiment Parse(
        string text, SourceMark mark, IEnumerable<SourceMark> overrides, StepCatalogue catalogue, InputRoots? roots)
    {
        var problems = new List<InputProblem>();
        var root = Root(YamlReader.Read(text, mark, problems), mark, problems);
        foreach (var item in overrides)
            Overrides.Apply(root, item, problems);
        var task = FindTask(root, catalogue, problems);
        var experiment = new RecordBinder(catalogue, problems, roots).Bind(task.FileType, root, "", defaults: null);
        ThrowIfAny(problems);
        return (Experiment)experiment;
    }

    private static MapNode Root(SourceNode? node, SourceMark mark, List<InputProblem> problems)
    {
        if (node is MapNode map)
            return map;
        if (problems.Count == 0)
            problems.Add(mark.Problem(
                node is null or ScalarNode { IsNull: true }
                    ? "is empty; an experiment needs at least the keys name and seeds"
                    : $"is {node.Describe()}; allowed is a mapping of keys, name and seeds among them"));
        throw new InputException(problems);
    }

    private static ExperimentTask FindTask(MapNode root, StepCatalogue catalogue, List<InputProblem> problems)
    {
        var given = root.Find("task")?.Value;
        if (given is null)
            return catalogue.FindTask(Experiment.DefaultTask) ?? throw new InvalidOperationException("no default task");
        if (given is ScalarNode scalar && catalogue.FindTask(scalar.Text) is { } task)
            return task;
        var names = catalogue.Tasks.Select(known => known.Name);
        problems.Add(given.Mark.ProblemOf("task", $"is {given.Describe()}; "
            + Wording.Suggest(given is ScalarNode { Text: var text } ? text : "", names)));
        // Without its task nobody knows which keys the file may have.
        throw new InputException(InOrder(problems));
    }

    private static void ThrowIfAny(List<InputProblem> problems)
    {
        if (problems.Count > 0)
            throw new InputException(InOrder(problems));
    }

    // Overrides have no line and come last.
    private static IEnumerable<InputProblem> InOrder(IEnumerable<InputProblem> problems) =>
        problems.OrderBy(problem => problem.Line ?? int.MaxValue);
}
