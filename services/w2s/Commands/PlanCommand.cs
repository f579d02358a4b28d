using System.CommandLine;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>plan EXPERIMENT.yaml</c>: the steps, which of them the store has, and what the rest costs.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var file = SharedOptions.ExperimentFile();
        var overrides = SharedOptions.Overrides();
        var store = SharedOptions.Store();
        var slots = SharedOptions.Slots();
        var json = SharedOptions.Json();
        var command = new Command("plan", "Show an experiment's steps, which are cached, and the expected time")
        {
            file, overrides, store, slots, json,
        };
        command.SetAction(parsed =>
        {
            var plan = MakePlan(parsed.GetRequiredValue(file), parsed.GetValue(overrides) ?? []);
            var folder = StoreFolder.Resolve(parsed.GetValue(store));
            Show(plan, CachedKeys(plan, folder), parsed.GetValue(slots), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static ExperimentPlan MakePlan(string file, string[] overrides)
    {
        var catalogue = MethodCatalogue.Create();
        return ExperimentPlan.Make(ExperimentReader.Read(file, overrides, catalogue), catalogue);
    }

    private static HashSet<string> CachedKeys(ExperimentPlan plan, string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        var store = ArtifactStore.Open(folder);
        return plan.Steps.Select(step => step.Key).Where(key => store.FindStep(key) is not null)
            .ToHashSet(StringComparer.Ordinal);
    }

    private static void Show(ExperimentPlan plan, HashSet<string> cached, int slots, bool asJson)
    {
        var remaining = plan.Steps.Where(step => !cached.Contains(step.Key)).ToArray();
        var seconds = PlanEstimate.Seconds(remaining, slots);
        if (asJson)
            JsonOutput.Write(new
            {
                plan.Experiment.Name,
                Slots = slots,
                ExpectedSeconds = seconds,
                CachedCount = cached.Count,
                Steps = plan.Steps.Select(step => new
                {
                    step.Name,
                    step.Spec.Kind,
                    step.Key,
                    step.Host,
                    step.CostSeconds,
                    step.DependsOn,
                    IsCached = cached.Contains(step.Key),
                }),
            });
        else
            PlanTable.Write(Terminal.Out, plan, cached, seconds, slots);
    }
}
