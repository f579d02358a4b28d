using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Reports;

namespace WeakToStrong.Methods.Correction;

/// <summary>The graph of a correction experiment: every seed a replication of its own, one report over all.</summary>
public static class CorrectionPlan
{
    public static StepHandle Make(Experiment experiment, PlanBuilder builder)
    {
        var correction = (CorrectionExperiment)experiment;
        var inputs = new Dictionary<string, OutputRef>();
        IReadOnlyList<string> systems = [];
        foreach (var seed in correction.Seeds)
        {
            var evaluations = new SeedPlan(correction, builder, seed).Make();
            systems = [.. evaluations.Select(evaluation => evaluation.System)];
            foreach (var (system, evaluation) in evaluations)
                inputs.Add($"{system}/{seed}", evaluation);
        }

        var options = new ReportOptions
        {
            Name = correction.Name, Task = correction.Task, Seeds = correction.Seeds, Systems = systems,
        };
        return builder.Add("report", ReportStep.Kind, options, seed: 0, inputs, cost: 0.5);
    }
}
