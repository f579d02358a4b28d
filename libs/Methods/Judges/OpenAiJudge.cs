using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using WeakToStrong.Endpoints;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Correction;
using WeakToStrong.Methods.Endpoints;

namespace WeakToStrong.Methods.Judges;

/// <summary>Options of <c>judge: openai</c>.</summary>
public sealed record OpenAiJudgeOptions : IValidatableObject
{
    [Description("Where an OpenAI-compatible API begins, such as http://localhost:8000/v1.")]
    public required string Endpoint { get; init; }

    [Description("The model that judges.")]
    public required string Model { get; init; }

    [Description("Variable of the environment that the endpoint's key stands in.")]
    [RegularExpression(EndpointWords.KeyVariables)]
    public string KeyVariable { get; init; } = EndpointKey.DefaultVariable;

    [Description("Most tokens of a verdict with its reasons.")]
    [Range(1, 65536)]
    public int MaxTokens { get; init; } = 512;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        EndpointWords.Check(Endpoint);
}

/// <summary>A model behind an endpoint that compares each answer with the base's.</summary>
public static class OpenAiJudge
{
    public static JudgeDefinition Definition { get; } = new((plan, options) => Plan(plan, (OpenAiJudgeOptions)options));

    private static Judge Plan(JudgePlan plan, OpenAiJudgeOptions options)
    {
        var comparing = new ComparePairsOptions
        {
            Endpoint = options.Endpoint, Model = options.Model, KeyVariable = options.KeyVariable,
            MaxTokens = options.MaxTokens,
        };
        return (name, answers, model, baseAnswers) => plan.Builder.Add(
            name, ComparePairsStep.Kind, comparing, seed: 0,
            new Dictionary<string, OutputRef>
            {
                ["answers"] = answers, ["base"] = baseAnswers, ["model"] = model,
            },
            cost: 2).Output("evaluation");
    }
}
