using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>Puts the plans of all runs of a launch together.</summary>
internal sealed class LaunchPlanner(StepCatalogue catalogue, ArtifactStore store, int slots)
{
    private readonly Dictionary<string, PlannedStep> _steps = new(StringComparer.Ordinal);
    private readonly HashSet<string> _cached = new(StringComparer.Ordinal);

    public LaunchPlan Put(IReadOnlyList<ExperimentPlan> plans)
    {
        var runs = plans.Select(Add).ToArray();
        return new LaunchPlan
        {
            Slots = slots,
            ExpectedSeconds = PlanEstimate.Seconds([.. _steps.Values.Where(IsNew)], slots),
            StepCount = _steps.Count,
            CachedCount = _cached.Count,
            Kinds = [.. _steps.Values.GroupBy(step => step.Spec.Kind, StringComparer.Ordinal).Select(KindOf)],
            Nodes = [.. _steps.Values.GroupBy(TitleOf, StringComparer.Ordinal).Select(NodeOf)],
            Edges = Edges(),
            Runs = runs,
        };
    }

    /// <summary>What a step is called in every replication: <c>sft</c> for <c>seed 3 / sft</c>.</summary>
    internal static string TitleOf(PlannedStep step) => SeedStep.Of(step.Name).Step;

    private PlannedRun Add(ExperimentPlan plan)
    {
        var added = 0;
        foreach (var step in plan.Steps)
        {
            if (!_steps.TryAdd(step.Key, step))
                continue;
            if (store.FindStep(step.Key) is not null)
                _cached.Add(step.Key);
            else
                added++;
        }
        return new PlannedRun(plan.Experiment.Name, plan.Steps.Count, added);
    }

    private bool IsNew(PlannedStep step) => !_cached.Contains(step.Key);

    private KindRow KindOf(IGrouping<string, PlannedStep> steps) => new()
    {
        Kind = steps.Key,
        Summary = catalogue.Kind(steps.Key).Summary,
        Host = steps.First().Host,
        Count = steps.Count(),
        CachedCount = steps.Count(step => !IsNew(step)),
        CoreSeconds = steps.Where(IsNew).Sum(step => step.CostSeconds),
    };

    private GraphNode NodeOf(IGrouping<string, PlannedStep> steps)
    {
        var cached = steps.Count(step => !IsNew(step));
        return new GraphNode
        {
            Id = steps.Key,
            Label = steps.Key,
            Note = Note(steps.Count(), cached),
            State = cached == steps.Count() ? "completed" : "waiting",
            Cached = cached == steps.Count(),
        };
    }

    private static string Note(int count, int cached) => (count - cached, cached) switch
    {
        (0, _) => $"{Numbers.Count(cached)} cached",
        (var open, 0) => $"{Numbers.Count(open)} to run",
        var (open, _) => $"{Numbers.Count(open)} to run, {Numbers.Count(cached)} cached",
    };

    private GraphEdge[] Edges() =>
    [
        .. (from step in _steps.Values
            from needed in step.DependsOn
            select new GraphEdge(TitleOf(_steps[needed]), TitleOf(step)))
            .Where(edge => edge.From != edge.To).Distinct(),
    ];
}
