using System.Text.Json;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Methods.Tests.Correction;

/// <summary>Experiment files as texts, and their plans.</summary>
internal static class Plans
{
    public const string World = """
        name: small
        task: correction
        seeds: [1, 2]
        data: {kind: world}
        models: {supervisor: {preset: nano}, student: {preset: micro}}
        methods:
          - {name: sft, method: sft}
          - {name: dpo, method: dpo, beta: 0.1}
          - {name: rlhf, method: ppo, from: sft}
        ceiling: {method: sft}
        """;

    public const string Endpoint = """
        name: asked
        task: correction
        seeds: [1, 2]
        data: {kind: world}
        models: {supervisor: {preset: nano}, student: {endpoint: http://localhost:1/v1, model: small}}
        methods: []
        """;

    public static ExperimentPlan Make(string text, params string[] overrides)
    {
        var catalogue = MethodCatalogue.Create();
        var experiment = ExperimentReader.Parse(text, "experiment.yaml", Path.GetTempPath(), overrides, catalogue);
        return ExperimentPlan.Make(experiment, catalogue);
    }

    public static PlannedStep Step(this ExperimentPlan plan, string name) =>
        plan.Steps.Single(step => step.Name == name);

    public static TOptions Options<TOptions>(this PlannedStep step) =>
        step.Spec.Options.Deserialize<TOptions>(StepJson.Serializer)!;
}
