using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Correction;
using WeakToStrong.Methods.RewardModel;

namespace WeakToStrong.Methods.Judges;

/// <summary>Options of <c>judge: reward</c>.</summary>
public sealed record RewardJudgeOptions
{
    [Description("Training of the judge.")]
    public RewardModelOptions RewardModel { get; init; } = new();

    [Description("Answers scored side by side.")]
    [Range(1, 65536)]
    public int BatchSize { get; init; } = 64;
}

/// <summary>
/// A reward model that judges: pretrained with a seed of its own, trained on ground-truth pairs that were set aside,
/// never on weak labels and never the one a method optimises.
/// </summary>
public static class RewardJudge
{
    public static JudgeDefinition Definition { get; } = new((plan, options) => Plan(plan, (RewardJudgeOptions)options));

    private static Judge Plan(JudgePlan plan, RewardJudgeOptions options)
    {
        var trunk = plan.PretrainStudent("judge's own model", plan.Seed);
        var training = options.RewardModel with { Compute = options.RewardModel.Compute ?? plan.Compute };
        var judge = plan.Builder.Add(
            $"{plan.Name} / reward judge", RewardModelStep.Kind, training, plan.Seed,
            new Dictionary<string, OutputRef>
            {
                ["model"] = trunk,
                ["labels"] = plan.Data.JudgeLabels
                    ?? throw new InvalidOperationException("this data sets no pairs aside for a reward judge"),
                ["held_out"] = plan.Data.OwnLabels!(Split.Test),
            },
            cost: 10).Output("model");
        var scoring = new ScoreRewardsOptions
        {
            BatchSize = options.BatchSize, MaxLength = training.MaxLength, Compute = training.Compute,
        };
        return (name, answers, model, _) => plan.Builder.Add(
            name, ScoreRewardsStep.Kind, scoring, seed: 0,
            new Dictionary<string, OutputRef>
            {
                ["judge"] = judge,
                ["reference"] = plan.Data.OwnLabels!(Split.Test),
                ["answers"] = answers,
                ["model"] = model,
            },
            cost: 2).Output("evaluation");
    }
}
