using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Planning;

/// <summary>A step that has been added to a plan; hands out references to its outputs.</summary>
public sealed record StepHandle(PlannedStep Step)
{
    public OutputRef Output(string name) =>
        Step.Outputs.Contains(name)
            ? new OutputRef(Step.Key, name)
            : throw new InvalidOperationException($"step kind {Step.Spec.Kind} has no output '{name}'");
}

/// <summary>
/// Collects the steps of an experiment in dependency order. A step whose key is already there is the same step:
/// it is returned, not added twice.
/// </summary>
public sealed class PlanBuilder(
    StepCatalogue catalogue, int maxSteps = PlanBuilder.DefaultMaxSteps, FileDigests? digests = null)
{
    /// <summary>A few lines of a file can ask for more steps than any memory holds.</summary>
    public const int DefaultMaxSteps = 100_000;

    // Every replication names the same files.
    private readonly FileDigests _digests = digests ?? new FileDigests();
    private readonly List<PlannedStep> _steps = [];
    private readonly Dictionary<string, PlannedStep> _byKey = new(StringComparer.Ordinal);

    public StepCatalogue Catalogue { get; } = catalogue;

    public IReadOnlyList<PlannedStep> Steps => _steps;

    /// <summary>A file from outside the store, as it is now.</summary>
    public InputFile File(string path) => new(path, _digests.Of(path));

    /// <summary>
    /// Adds a step, or finds the equal one. <paramref name="name"/> is for people (<c>seed 1 / sft</c>) and
    /// <paramref name="cost"/> is rough, in seconds of one core; neither is part of the key.
    /// </summary>
    /// <exception cref="InputException">The plan has as many steps as it may have.</exception>
    public StepHandle Add(
        string name,
        string kind,
        object options,
        int seed,
        IReadOnlyDictionary<string, OutputRef>? inputs = null,
        IReadOnlyDictionary<string, InputFile>? files = null,
        double cost = 1)
    {
        var definition = Catalogue.Kind(kind);
        if (options.GetType() != definition.OptionsType)
            throw new ArgumentException($"{kind} takes {definition.OptionsType.Name}, not {options.GetType().Name}");

        var spec = new StepSpec
        {
            Kind = kind,
            Revision = definition.Revision,
            Options = (JsonObject)JsonSerializer.SerializeToNode(options, definition.OptionsType, StepJson.Serializer)!,
            Seed = seed,
            Inputs = Sorted(inputs),
            Files = Sorted(files),
        };
        return new StepHandle(AddOrFind(name, definition, spec, cost));
    }

    /// <summary>Adds a step that was planned before, as its specification says.</summary>
    /// <exception cref="InputException">The plan has as many steps as it may have.</exception>
    public StepHandle Add(string name, StepSpec spec, double cost = 1) =>
        new(AddOrFind(name, Catalogue.Kind(spec.Kind), spec, cost));

    private PlannedStep AddOrFind(string name, StepKind kind, StepSpec spec, double cost)
    {
        if (_byKey.TryGetValue(spec.Key, out var known))
            return known;
        if (_steps.Count == maxSteps)
            throw new InputException(
                "seeds, methods", null, $"ask for more than the {maxSteps} steps that one run may have");
        foreach (var input in spec.Inputs.Values)
            if (!_byKey.ContainsKey(input.StepKey))
                throw new InvalidOperationException($"step '{name}' needs a step that is not in the plan");

        var step = new PlannedStep
        {
            Name = name,
            Spec = spec,
            Host = kind.Host,
            Outputs = kind.Outputs,
            CostSeconds = cost,
        };
        _steps.Add(step);
        _byKey.Add(spec.Key, step);
        return step;
    }

    private static SortedDictionary<string, T> Sorted<T>(IReadOnlyDictionary<string, T>? pairs) =>
        new(pairs?.ToDictionary() ?? [], StringComparer.Ordinal);
}
