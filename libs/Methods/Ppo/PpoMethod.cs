using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Correction;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Ppo;

/// <summary>
/// Method <c>ppo</c> (RLHF): a reward model on the labels' pairs, started from the untuned student, then proximal
/// policy optimisation of the model it is given. One round samples answers, prices leaving the reference model into the
/// reward (<see cref="KlPenalty"/>), estimates advantages (<see cref="Advantages"/>) and takes clipped steps
/// (<see cref="PpoLoss"/>). Details after the checklist of Huang et al. 2024 (arXiv 2403.17031): log-probabilities at
/// the sampling temperature, score at the end token, a fixed score when it is missing, value and ratio clipping,
/// whitened advantages.
/// Departures:
/// 1. Rewards are scaled by the reward model's mean and deviation over its own training pairs, and clipped.
/// 2. AdamW with bias correction, where the original's Adam corrects ε too.
/// </summary>
public static class PpoMethod
{
    internal const string KindName = "ppo";

    public static MethodDefinition Definition { get; } = new((plan, options) => Plan(plan, (PpoOptions)options));

    public static StepKind Kind { get; } = new()
    {
        Name = KindName,
        Revision = 6,
        OptionsType = typeof(PpoOptions),
        Host = StepHost.Trainer,
        Outputs = ["model"],
        Summary = "Proximal policy optimisation against a reward model.",
        Streams = ["init/{tensor}", "ppo/prompts/{pass}", "ppo/answers/{round}", "ppo/minibatches/{round}"],
        MoreStreams = Adaptation.Streams,
        Execute = Execute,
    };

    private static StepHandle Plan(MethodPlan plan, PpoOptions options)
    {
        var rewardOptions = options.RewardModel with { Compute = options.RewardModel.Compute ?? plan.Compute };
        var reward = plan.Builder.Add(
            $"{plan.Name} / reward model", RewardModelStep.Kind, rewardOptions, plan.Seed,
            new Dictionary<string, OutputRef> { ["model"] = plan.Base, ["labels"] = plan.Labels },
            cost: 6);
        return plan.Builder.Add(
            plan.Name, KindName,
            options with { RewardModel = rewardOptions, Compute = options.Compute ?? plan.Compute }, plan.Seed,
            new Dictionary<string, OutputRef>
            {
                ["model"] = plan.From, ["reward"] = reward.Output("model"), ["labels"] = plan.Labels,
            },
            cost: 11);
    }

    private static void Execute(StepContext context)
    {
        var options = context.Options<PpoOptions>();
        var compute = options.Compute.Applied();
        using var start = ModelFolder.Load(context.Input("model"), compute);
        using var reward = ModelFolder.Load(context.Input("reward"), compute);
        using var trainer = new PpoTrainer(
            context, options, compute, start, reward, RewardModelSummary.Read(context.Input("reward")));
        trainer.Run();
        trainer.Save(context.Output("model"));
    }
}
