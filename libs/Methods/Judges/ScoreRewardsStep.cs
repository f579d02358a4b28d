using System.Globalization;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Judges;

/// <summary>Options of the step <c>score-rewards</c>.</summary>
public sealed record ScoreRewardsOptions
{
    public int BatchSize { get; init; } = 64;

    public int MaxLength { get; init; } = 512;

    public ComputeOptions? Compute { get; init; }
}

/// <summary>
/// Step <c>score-rewards</c>: answers → quality under a reward judge, the probability (Bradley-Terry) that it prefers
/// the answer to the data's own rejected answer to the same question: <c>σ(r(answer) − r(rejected))</c>. The judge
/// knows this one number; helpfulness and harmlessness repeat it, and a note in the report says so.
/// </summary>
public static class ScoreRewardsStep
{
    public const string Kind = "score-rewards";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 3,
        OptionsType = typeof(ScoreRewardsOptions),
        Host = StepHost.Labeler,
        Outputs = ["evaluation"],
        Summary = "Scores answers with a separate reward model.",
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var options = context.Options<ScoreRewardsOptions>();
        var compute = options.Compute.Applied();
        using var judge = ModelFolder.Load(context.Input("judge"), compute);
        var encoder = judge.Encoder(Math.Min(options.MaxLength, judge.Model.Config.MaxPositions));
        var answers = AnswerFile.Read(context.Input("answers"));
        var reference = AnswerFile.ReadUncorrected(context.Input("reference"))
            .ToDictionary(row => row.Id, StringComparer.Ordinal);

        var rewards = Score(answers);
        var rejected = Score([.. answers.Select(answer => reference[answer.Id])]);
        var rows = answers.Select((answer, i) => Row(answer, 1 / (1 + Math.Exp(rejected[i] - rewards[i]))));
        ScoreFiles.Write(context.Output("evaluation"), rows, Summary(context));

        double[] Score(IReadOnlyList<SampleRow> rows) => Rewards.Score(
            judge.Model,
            [.. rows.Select(row => encoder.Response(row.Id, judge.Templates.ForAnswer(row.Prompt), row.Completion))],
            options.BatchSize, compute.Layout);
    }

    private static ScoreRow Row(SampleRow answer, double preferred) => new()
    {
        Id = answer.Id, Cluster = answer.Cluster, Prompt = answer.Prompt, Completion = answer.Completion,
        Quality = preferred, Helpfulness = preferred, Harmlessness = preferred,
    };

    private static ScoreSummary Summary(StepContext context)
    {
        var judge = RewardModelSummary.Read(context.Input("judge"));
        return new ScoreSummary
        {
            ModelDigest = context.InputDigests["model"],
            Notes =
            [
                "quality is the probability, under a separate reward model, that the answer is preferred to the data's "
                    + "rejected one; helpfulness and harmlessness repeat it, the judge does not tell them apart",
                $"judge's accuracy on held-out pairs: {Shown(judge.HeldOutAccuracy)}",
            ],
        };
    }

    private static string Shown(double? accuracy) =>
        accuracy?.ToString("0.000", CultureInfo.InvariantCulture) ?? "none, no pair has two different answers";
}
