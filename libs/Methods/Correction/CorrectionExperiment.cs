using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using WeakToStrong.Endpoints;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Methods.Endpoints;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Pretraining;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Supervisor;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Correction;

/// <summary>
/// The experiment file of <c>task: correction</c>: a supervisor corrects a student's answers, and the student is
/// tuned on the corrections by each of the methods.
/// </summary>
public sealed record CorrectionExperiment : Experiment, IValidatableObject
{
    [Description("Where questions, answers and corrections come from.")]
    public required DataChoice Data { get; init; }

    public required ModelChoices Models { get; init; }

    [Description("How the supervisor is trained on ground-truth corrections.")]
    public SupervisorOptions Supervisor { get; init; } = new();

    [Description("How answers are sampled and corrected.")]
    public LabelingChoice Labeling { get; init; } = new();

    [Description("The methods to compare; each name is a row of the report.")]
    public required IReadOnlyList<MethodChoice> Methods { get; init; }

    [Description("The same student tuned on ground truth.")]
    public CeilingChoice? Ceiling { get; init; }

    public EvaluationChoice? Evaluation { get; init; }

    [Description("Arithmetic of every step that does not choose its own.")]
    public ComputeOptions Compute { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => CorrectionRules.Check(this);
}

/// <summary><c>data: {kind: …}</c>.</summary>
public sealed record DataChoice
{
    public required string Kind { get; init; }

    [VariantOptions("data", "kind")]
    public required object Options { get; init; }
}

/// <summary>The two models of an experiment.</summary>
public sealed record ModelChoices
{
    [Description("The small model that becomes the supervisor.")]
    public required ModelChoice Supervisor { get; init; }

    [Description("The large model that is tuned.")]
    public required ModelChoice Student { get; init; }
}

/// <summary>
/// A preset, trained from scratch on the data's documents, a folder in Hugging Face layout, or, for a student that is
/// only asked and never tuned, a model behind an OpenAI-compatible endpoint.
/// </summary>
public sealed record ModelChoice : IValidatableObject
{
    [Description("Size of a model that is pretrained here.")]
    public string? Preset { get; init; }

    [InputPath(IsFolder = true)]
    [Description("Folder of a model in Hugging Face layout.")]
    public string? Path { get; init; }

    [Description("Where an OpenAI-compatible API begins, such as http://localhost:8000/v1; for a student alone.")]
    public string? Endpoint { get; init; }

    [Description("The model behind the endpoint.")]
    public string? Model { get; init; }

    [Description("What the model behind the endpoint is told before each question.")]
    public string? System { get; init; }

    [Description("Variable of the environment that the endpoint's key stands in.")]
    [RegularExpression(EndpointWords.KeyVariables)]
    public string KeyVariable { get; init; } = EndpointKey.DefaultVariable;

    [Description("How a preset is pretrained.")]
    public PretrainingOptions Pretraining { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        (string Key, string? Value)[] places = [("preset", Preset), ("path", Path), ("endpoint", Endpoint)];
        string[] given = [.. places.Where(place => place.Value is not null).Select(place => place.Key)];
        if (given.Length != 1)
            yield return new ValidationResult(
                "a model is either a preset, a path or an endpoint", [given.Length == 0 ? "" : given[1]]);
        if (Preset is not null && !Presets.Names.Contains(Preset))
            yield return new ValidationResult(
                $"there is no preset '{Preset}'; allowed are {string.Join(", ", Presets.Names)}", ["preset"]);
        if (Path is not null && ImportModelStep.Problem(Path) is { } misfit)
            yield return new ValidationResult(misfit, ["path"]);
        foreach (var problem in CheckEndpoint())
            yield return problem;
    }

    private IEnumerable<ValidationResult> CheckEndpoint()
    {
        if (Endpoint is not null && Model is null)
            yield return new ValidationResult("an endpoint needs the name of its model, as 'model'", ["endpoint"]);
        if (Endpoint is null && Model is not null)
            yield return new ValidationResult("only an endpoint has a 'model'", ["model"]);
        if (Endpoint is null && System is not null)
            yield return new ValidationResult("only an endpoint has a 'system' message", ["system"]);
        foreach (var problem in EndpointWords.Check(Endpoint))
            yield return problem;
    }
}

/// <summary>What is corrected, and how answers and corrections are drawn.</summary>
public sealed record LabelingChoice : IValidatableObject
{
    [Description("What is corrected: the student's own answers, or the data's. Only files have answers of their own.")]
    public AnswerSource? Answers { get; init; }

    [Range(0.0, 100.0)]
    public double Temperature { get; init; }

    [Range(1e-6, 1.0)]
    public double TopP { get; init; } = 1.0;

    [Range(1, 1_000_000)]
    public int? TopK { get; init; }

    [Range(1, 65536)]
    public int MaxNewTokens { get; init; } = 48;

    [Range(1, 131072)]
    public int MaxPromptLength { get; init; } = 448;

    [Range(1, 65536)]
    public int BatchSize { get; init; } = 64;

    [Description("Steps that one correction is split into, for labelers to share; the labels stay the same.")]
    [Range(1, Shard.MaxCount)]
    public int Shards { get; init; } = 1;

    [Description("copy: guesses that a correction repeats its answer, and verifies a whole guess in one pass of the "
        + "supervisor. The labels are the plain ones; in bfloat16, and beside the CPU, up to rounding.")]
    public Speculation? Speculation { get; init; }

    [Description("Most tokens of one guess; 32 when not given.")]
    [Range(1, 512)]
    public int? MaxDraft { get; init; }

    [Description("continuous: the next prompt takes the place of an answer that has ended.")]
    public Batching? Batching { get; init; }

    /// <summary>How answers are drawn. A question does not hold its answer, so nothing is guessed.</summary>
    public SamplingOptions Sampling(ComputeOptions compute) => new()
    {
        Temperature = Temperature, TopP = TopP, TopK = TopK, MaxNewTokens = MaxNewTokens,
        MaxPromptLength = MaxPromptLength, BatchSize = BatchSize, Batching = OrUnset(Batching), Compute = compute,
    };

    /// <summary>How a student behind an endpoint is asked.</summary>
    public AskEndpointOptions Asking(ModelChoice student) => new()
    {
        Endpoint = student.Endpoint!, Model = student.Model!, KeyVariable = student.KeyVariable,
        System = student.System, Temperature = Temperature, TopP = TopP, MaxTokens = MaxNewTokens,
    };

    /// <summary>How corrections are drawn: all of them, or one of the shards.</summary>
    public CorrectionOptions Correction(ComputeOptions compute, Shard? shard) => new()
    {
        Temperature = Temperature, TopP = TopP, TopK = TopK, MaxNewTokens = MaxNewTokens,
        MaxPromptLength = MaxPromptLength, BatchSize = BatchSize, Speculation = OrUnset(Speculation),
        MaxDraft = MaxDraft, Batching = OrUnset(Batching), Compute = compute, Shard = shard,
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxDraft is not null && Speculation != Methods.Sampling.Speculation.Copy)
            yield return new ValidationResult("max_draft needs speculation: copy", ["max_draft"]);
    }

    // Who asks for what is done anyway asks for the same step as who does not.
    private static T? OrUnset<T>(T? choice)
        where T : struct, Enum => choice.Equals(default(T)) ? null : choice;
}

/// <summary>Whose answers are corrected.</summary>
public enum AnswerSource
{
    /// <summary>The untuned student's own.</summary>
    Student,

    /// <summary>Those that stand in the data.</summary>
    Data,
}

/// <summary>One method of the comparison.</summary>
public sealed record MethodChoice
{
    [Description("Name of the row in the report, and what another method's 'from' refers to.")]
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]{0,39}")]
    public required string Name { get; init; }

    [Description("The algorithm.")]
    public required string Method { get; init; }

    [Description("What it starts from: 'base', or the name of a method above.")]
    public string From { get; init; } = "base";

    [VariantOptions("method", "method")]
    public required object Options { get; init; }
}

/// <summary>How the ceiling is tuned.</summary>
public sealed record CeilingChoice
{
    [Description("The algorithm that tunes the ceiling on ground truth.")]
    public required string Method { get; init; }

    [VariantOptions("method", "method")]
    public required object Options { get; init; }
}

/// <summary>The judge of all systems.</summary>
public sealed record EvaluationChoice
{
    [Description("Who scores the answers to the test questions.")]
    public required string Judge { get; init; }

    [VariantOptions("judge", "judge")]
    public required object Options { get; init; }
}
