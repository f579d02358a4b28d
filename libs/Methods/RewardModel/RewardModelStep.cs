using System.Text.Json;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Methods.RewardModel;

/// <summary>What a reward model is known by.</summary>
/// <param name="Mean">Mean reward over all answers of its training pairs, chosen and rejected.</param>
/// <param name="Deviation">Standard deviation over the same (divided by N − 1).</param>
/// <param name="TrainingAccuracy">
/// Share of training pairs whose chosen answer scores higher; null without pairs.
/// </param>
/// <param name="HeldOutAccuracy">The same on pairs it never saw; null when it was given none.</param>
public sealed record RewardModelSummary(
    double Mean, double Deviation, double? TrainingAccuracy, double? HeldOutAccuracy)
{
    /// <summary>Its file within the model's folder.</summary>
    public const string FileName = "reward_summary.json";

    public static RewardModelSummary Read(string folder)
    {
        using var stream = File.OpenRead(Path.Combine(folder, FileName));
        return JsonSerializer.Deserialize<RewardModelSummary>(stream, StepJson.Serializer)!;
    }
}

/// <summary>
/// Step <c>reward-model</c>: a score head (zero at first) on the last token of a language model, trained by
/// <see cref="RewardModelLoss"/> on corrections over answers.
/// </summary>
public static class RewardModelStep
{
    public const string Kind = "reward-model";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 4,
        OptionsType = typeof(RewardModelOptions),
        Host = StepHost.Trainer,
        Outputs = ["model"],
        Summary = "Trains a scalar reward on corrections over answers.",
        Streams = ["init/{tensor}", "batch-plan/{epoch}"],
        MoreStreams = Adaptation.Streams,
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var options = context.Options<RewardModelOptions>();
        var compute = options.Compute.Applied();
        using var folder = ModelFolder.Load(context.Input("model"), compute);
        using var model = folder.Model.WithHeads(
            (ulong)context.Seed, new ScalarHeadSpec { Name = ScalarHeadSpec.Score, StartsAtZero = true });
        // From here on only the copy with a head is needed.
        folder.Model.Dispose();
        model.Adapted(options.Lora, context.Seed);
        var encoder = folder.Encoder(Math.Min(options.MaxLength, model.Config.MaxPositions));
        var pairs = Pairs("labels");
        Tuning.Run(
            context, "reward-model", model, options, pairs.Lengths, pairs.Ids,
            new LeftOut(encoder.TruncatedCount, pairs.IdenticalCount),
            indices => Loss(model, pairs.Samples(indices), options, compute.Layout),
            tokenCounts: pairs.TokenCounts);

        folder.Save(model, context.Output("model"));
        var heldOut = context.Inputs.ContainsKey("held_out") ? Score(Pairs("held_out")) : null;
        var summary = Summarise(Score(pairs), heldOut);
        File.WriteAllText(
            context.Output("model", RewardModelSummary.FileName),
            JsonSerializer.Serialize(summary, StepJson.Serializer));

        PreferencePairs Pairs(string input) =>
            PreferencePairs.From(
                RowFile.Read<LabelRow>(context.Input(input, RowFile.Labels)), folder.Templates, encoder);

        double[] Score(PreferencePairs scored) => Rewards.Score(
            model, scored.Samples([.. Enumerable.Range(0, scored.Pairs.Count)]), options.BatchSize * 2, compute.Layout,
            options.MicroBatchTokens);
    }

    private static BatchLoss Loss(
        LlamaModel model, IReadOnlyList<TokenSample> samples, RewardModelOptions options, TokenLayout layout)
    {
        var count = samples.Count / 2;
        var batch = model.Batch(samples, layout);
        var rewards = Rewards.Of(model, batch); // [2B]
        var (chosen, rejected) = (rewards.narrow(0, 0, count), rewards.narrow(0, count, count));
        var margins = (chosen - rejected).detach();
        return new BatchLoss
        {
            Sum = RewardModelLoss.Mean(chosen, rejected, options.Margin, options.CenterCoefficient) * count,
            Weight = count,
            TokenCount = batch.TokenCount,
            Metrics =
            [
                new MetricSum("accuracy", margins.gt(0).sum(), count),
                new MetricSum("margin", margins.sum(), count),
                new MetricSum("mean_reward", rewards.detach().sum(), 2 * count),
            ],
        };
    }

    private static RewardModelSummary Summarise(double[] rewards, double[]? heldOut)
    {
        var mean = rewards.Length == 0 ? 0 : rewards.Average();
        var squares = rewards.Sum(reward => (reward - mean) * (reward - mean));
        var deviation = rewards.Length < 2 ? 1 : Math.Sqrt(squares / (rewards.Length - 1));
        return new RewardModelSummary(mean, deviation, Accuracy(rewards), Accuracy(heldOut));
    }

    /// <summary>
    /// First half chosen, second half rejected, as <see cref="PreferencePairs.Samples"/> lays them out.
    /// </summary>
    private static double? Accuracy(double[]? rewards)
    {
        if (rewards is null || rewards.Length == 0)
            return null;
        var count = rewards.Length / 2;
        return Enumerable.Range(0, count).Count(i => rewards[i] > rewards[count + i]) / (double)count;
    }
}
