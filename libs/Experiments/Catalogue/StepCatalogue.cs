namespace WeakToStrong.Experiments.Catalogue;

/// <summary>
/// Everything that can be planned: tasks, variants and step kinds. Filled once at start, then read-only.
/// </summary>
public sealed class StepCatalogue
{
    private readonly SortedDictionary<string, StepKind> _kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ExperimentTask> _tasks = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Variant> _variants = new(StringComparer.Ordinal);

    public IReadOnlyCollection<StepKind> Kinds => _kinds.Values;

    public IReadOnlyCollection<ExperimentTask> Tasks => _tasks.Values;

    public IReadOnlyCollection<Variant> Variants => _variants.Values;

    public void Add(StepKind kind) => _kinds.Add(kind.Name, kind);

    public void Add(ExperimentTask task) => _tasks.Add(task.Name, task);

    public void Add(Variant variant) => _variants.Add(VariantKey(variant.Family, variant.Name), variant);

    /// <summary>The kind of that name; an unknown one is a programming error, files name variants instead.</summary>
    public StepKind Kind(string name) =>
        FindKind(name) ?? throw new KeyNotFoundException($"no step kind '{name}'");

    /// <summary>The kind of that name; null for one of another version of the product.</summary>
    public StepKind? FindKind(string name) => _kinds.GetValueOrDefault(name);

    public ExperimentTask? FindTask(string name) => _tasks.GetValueOrDefault(name);

    public Variant? FindVariant(string family, string name) => _variants.GetValueOrDefault(VariantKey(family, name));

    public IEnumerable<Variant> VariantsOf(string family) =>
        _variants.Values.Where(variant => variant.Family == family);

    private static string VariantKey(string family, string name) => $"{family}/{name}";
}
