using WeakToStrong.Methods.Dpo;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Runner.SelfTest;

/// <summary>The losses of every method on a whole model, with the gradient of all its weights.</summary>
internal static class LossChecks
{
    private const int Pairs = 4;
    private const int Updates = 3;

    // A whole model rounds many times.
    private const double ModelInBFloat16 = 5e-2;

    private static readonly ScalarHeadSpec Score = new() { Name = ScalarHeadSpec.Score };
    private static readonly ScalarHeadSpec Value = new() { Name = ScalarHeadSpec.Value };

    public static IEnumerable<Check> All =>
    [
        Check.AlsoNarrow("SFT loss and gradients", place => WithGradients(place.Model(), SupervisedLoss)) with
        {
            InBFloat16 = ModelInBFloat16,
        },
        Check.Of("DPO loss and gradients", place => WithGradients(place.Model(), PreferenceLoss)),
        Check.Of("reward model loss and gradients", place => WithGradients(place.Model(Score), RewardLoss)),
        Check.Of("PPO losses and gradients", place => WithGradients(place.Model(Value), PolicyLoss)),
        Check.Of("weights after updates", place => [Trained(place)]),
        new Check { Name = "same seed, same bits", Error = Repeats, InFloat64 = 0, InFloat32 = 0 },
    ];

    private static Tensor SupervisedLoss(LlamaModel model) =>
        LanguageModelLoss.Of(model, SmallModel.Answers(2 * Pairs), TokenLayout.Packed).Sum;

    private static Tensor PreferenceLoss(LlamaModel model)
    {
        var batch = model.Batch(SmallModel.Answers(2 * Pairs));
        var sums = LogProbabilities.SumPerRow(LogProbabilities.PerToken(model, batch), batch); // [2B]
        var (chosen, rejected) = Halves(sums);
        var reference = sums.detach() + Place(model).Draw("reference", 2 * Pairs);
        var (referenceChosen, referenceRejected) = Halves(reference);
        return DpoLoss.Compute(chosen, rejected, referenceChosen, referenceRejected, 0.1, 0.05).Losses.sum();
    }

    private static Tensor RewardLoss(LlamaModel model)
    {
        var (chosen, rejected) = Halves(Rewards.Of(model, model.Batch(SmallModel.Answers(2 * Pairs))));
        return RewardModelLoss.Mean(chosen, rejected, margin: 0.1, centerCoefficient: 0.01);
    }

    /// <summary>Policy and value loss on one trunk, with ratios on both sides of the clipping.</summary>
    private static Tensor PolicyLoss(LlamaModel model)
    {
        var batch = model.Batch(SmallModel.Answers(Pairs));
        var hidden = model.Hidden(batch, batch.TargetIndex);
        var (logProbabilities, _) = LogProbabilities.OfHidden(model, batch, hidden);
        var values = model.Head(ScalarHeadSpec.Value).Apply(hidden);
        var policy = PpoLoss.Policy(
            logProbabilities, logProbabilities.detach() + Draw("old") * 0.3, Draw("advantages"), clipRange: 0.2);
        var value = PpoLoss.Value(values, values.detach() + Draw("old values") * 0.3, Draw("returns"), clipRange: 0.2);
        return policy.sum() + value.sum();

        Tensor Draw(string name) => Place(model).Draw(name, batch.TargetCount);
    }

    private static Place Place(LlamaModel model) => new() { Device = model.Device, Type = model.Type };

    private static (Tensor First, Tensor Second) Halves(Tensor both) =>
        (both.narrow(0, 0, Pairs), both.narrow(0, Pairs, Pairs));

    private static Tensor[] WithGradients(LlamaModel model, Func<LlamaModel, Tensor> loss)
    {
        using (model)
        {
            var slopes = model.Parameters.RequireGradients();
            var value = loss(model);
            value.backward();
            return [value.detach(), slopes.clone()];
        }
    }

    /// <summary>Supervised updates as the steps of an experiment make them.</summary>
    private static Tensor Trained(Place place)
    {
        using var model = place.Model();
        using var optimiser = new AdamW(model.Parameters, new AdamWOptions { Epsilon = 1e-3 });
        var updater = new ParameterUpdater(model.Parameters, optimiser);
        for (var update = 0; update < Updates; update++)
            updater.Run(1e-2, () => LanguageModelLoss.Of(model, SmallModel.Answers(2 * Pairs), TokenLayout.Packed));
        return model.Parameters.Values.clone();
    }

    /// <summary>0 when training twice gives the same bits, else 1.</summary>
    private static double Repeats(Place place, Place reference) =>
        LibTorch.Checksum(place.Run(Trained)) == LibTorch.Checksum(place.Run(Trained)) ? 0 : 1;
}
