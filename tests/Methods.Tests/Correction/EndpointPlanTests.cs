using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Endpoints;
using WeakToStrong.Methods.Judges;

namespace WeakToStrong.Methods.Tests.Correction;

/// <summary>Experiments whose student or judge is behind an endpoint.</summary>
public sealed class EndpointPlanTests
{
    private const string Judged = "\nevaluation: {judge: openai, endpoint: http://localhost:1/v1, model: j}";

    [Fact]
    public void Make_StudentBehindAnEndpoint_AsksForEveryAnswerAndTunesNothing()
    {
        var plan = Plans.Make(
            Plans.Endpoint.Replace("model: small", "model: small, system: Be kind.", StringComparison.Ordinal),
            "labeling.temperature=0.7", "labeling.max_new_tokens=33");

        var asked = plan.Steps.Where(step => step.Spec.Kind == AskEndpointStep.Kind).ToList();
        Assert.Equal(
            ["student / answers to supervisor", "student / answers to transfer", "base / answers to test"],
            asked.Where(step => step.Spec.Seed == 1).Select(step => step.Name["seed 1 / ".Length..]));
        var options = asked[0].Options<AskEndpointOptions>();
        Assert.Equal(
            ("http://localhost:1/v1", "small", "Be kind.", 0.7, 33, "OPENAI_API_KEY"),
            (options.Endpoint, options.Model, options.System, options.Temperature, options.MaxTokens,
                options.KeyVariable));
        Assert.DoesNotContain(
            plan.Steps, step => step.Name.Contains("pretrain student", StringComparison.Ordinal));
        Assert.Equal(
            new OutputRef(plan.Step("seed 1 / base / answers to test").Key, "model"),
            plan.Step("seed 1 / base / judge").Spec.Inputs["model"]);
        Assert.Equal(
            ["base/1", "base/2", "supervisor/1", "supervisor/2"], plan.Step("report").Spec.Inputs.Keys);
    }

    [Fact]
    public void Make_JudgeBehindAnEndpoint_ComparesEverySystemWithTheBase()
    {
        var plan = Plans.Make(Plans.World + Judged);

        var judged = plan.Steps.Where(step => step.Spec.Kind == ComparePairsStep.Kind).ToList();
        var answers = new OutputRef(plan.Step("seed 1 / base / answers to test").Key, "samples");
        Assert.Equal(6 * 2, judged.Count);
        Assert.All(
            judged.Where(step => step.Name.StartsWith("seed 1 ", StringComparison.Ordinal)),
            step => Assert.Equal(answers, step.Spec.Inputs["base"]));
        Assert.Equal(
            Plans.Make(Plans.World).Step("seed 1 / sft").Key, plan.Step("seed 1 / sft").Key);
    }

    [Fact]
    public void Make_WithAKeyInTheEnvironment_NamesItsVariableAlone()
    {
        Environment.SetEnvironmentVariable("PLANNED_API_KEY", "sk-planned");

        var plan = Plans.Make(
            Plans.Endpoint.Replace(
                "model: small", "model: small, key_variable: PLANNED_API_KEY", StringComparison.Ordinal) + Judged);

        var options = new JsonArray([.. plan.Steps.Select(step => step.Spec.Options.DeepClone())]).ToJsonString();
        Assert.Contains("PLANNED_API_KEY", options, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-planned", options, StringComparison.Ordinal);
    }
}
