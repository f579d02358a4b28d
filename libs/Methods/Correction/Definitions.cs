using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Correction;

/// <summary>
/// How a method of the file becomes steps: its options and what it is given → the step that makes its model.
/// </summary>
public sealed record MethodDefinition(Func<MethodPlan, object, StepHandle> Plan);

/// <summary>What a method is given, whether it learns from weak labels or from the truth.</summary>
public sealed record MethodPlan
{
    public required PlanBuilder Builder { get; init; }

    /// <summary>Prefix of the names of its steps: <c>seed 1 / sft</c>.</summary>
    public required string Name { get; init; }

    public required int Seed { get; init; }

    /// <summary>The model it starts from, which is also its reference.</summary>
    public required OutputRef From { get; init; }

    /// <summary>The untuned student.</summary>
    public required OutputRef Base { get; init; }

    /// <summary>Rows of question, correction (chosen) and answer (rejected).</summary>
    public required OutputRef Labels { get; init; }

    public required ComputeOptions Compute { get; init; }
}

/// <summary>How a kind of data becomes steps, once per seed.</summary>
public sealed record DataDefinition
{
    public required Func<DataPlan, object, PreparedData> Plan { get; init; }

    /// <summary>The judge when the file names none.</summary>
    public required string DefaultJudge { get; init; }

    /// <summary>What is corrected when the file does not say.</summary>
    public required AnswerSource DefaultAnswers { get; init; }
}

/// <summary>What data are given: one replication, named for its steps.</summary>
public sealed record DataPlan(PlanBuilder Builder, string Name, int Seed);

/// <summary>The three disjoint parts of the questions.</summary>
public enum Split
{
    /// <summary>The supervisor learns to correct on these.</summary>
    Supervisor,

    /// <summary>The supervisor labels these, and students learn from the labels.</summary>
    Transfer,

    /// <summary>Everyone is judged on these.</summary>
    Test,
}

/// <summary>Splits as they are written in names of steps and outputs.</summary>
public static class SplitNames
{
    public static string Of(Split split) => split switch
    {
        Split.Supervisor => "supervisor",
        Split.Transfer => "transfer",
        Split.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(split)),
    };
}

/// <summary>What the other steps need from prepared data.</summary>
public sealed record PreparedData
{
    public required OutputRef StudentCorpus { get; init; }

    public required OutputRef SupervisorCorpus { get; init; }

    public required TokenizerOptions Tokenizer { get; init; }

    public required PromptTemplates Templates { get; init; }

    public required Func<Split, OutputRef> Questions { get; init; }

    /// <summary>Ground-truth corrections of sampled answers: step name, samples → labels.</summary>
    public required Func<string, Split, OutputRef, OutputRef> TrueCorrections { get; init; }

    /// <summary>Ground-truth corrections of the data's own answers; null when it has none.</summary>
    public Func<Split, OutputRef>? OwnLabels { get; init; }

    /// <summary>The world that its judge needs; null for files.</summary>
    public OutputRef? World { get; init; }

    /// <summary>Pairs set aside for the reward judge; null for the world.</summary>
    public OutputRef? JudgeLabels { get; init; }
}

/// <summary>How answers are judged: once per seed it is set up, then it scores each system.</summary>
public sealed record JudgeDefinition(Func<JudgePlan, object, Judge> Plan);

/// <summary>What a judge is given: one replication and its data.</summary>
public sealed record JudgePlan
{
    public required PlanBuilder Builder { get; init; }

    public required string Name { get; init; }

    public required int Seed { get; init; }

    public required PreparedData Data { get; init; }

    /// <summary>Pretrains a model of the student's shape with a seed of its own: step name, seed → model.</summary>
    public required Func<string, int, OutputRef> PretrainStudent { get; init; }

    public required ComputeOptions Compute { get; init; }
}

/// <summary>
/// Scores one system's answers: step name, answers (samples or labels), the model judged, and the base's answers for a
/// judge that compares → evaluation.
/// </summary>
public delegate OutputRef Judge(string name, OutputRef answers, OutputRef model, OutputRef baseAnswers);
