using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Correction;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Methods.Dpo;

/// <summary>
/// Method <c>dpo</c>: corrections preferred to answers, by <see cref="DpoLoss"/>, from the model that is also the
/// reference; its log-probabilities are computed once, before the first update. Pairs whose two answers are equal are
/// left out. With <see cref="DpoOptions.SftCoefficient"/> α &gt; 0 the loss is
/// <c>DPO − α·log π(chosen)/|chosen|</c> (Pang et al. 2024, arXiv 2404.19733, equation 2), which keeps the chosen
/// answer's own likelihood from falling.
/// </summary>
public static class DpoMethod
{
    internal const string KindName = "dpo";

    public static MethodDefinition Definition { get; } = new((plan, options) => Plan(plan, (DpoOptions)options));

    public static StepKind Kind { get; } = new()
    {
        Name = KindName,
        Revision = 3,
        OptionsType = typeof(DpoOptions),
        Host = StepHost.Trainer,
        Outputs = ["model"],
        Summary = "Direct preference optimisation on corrections over answers.",
        Streams = ["batch-plan/{epoch}"],
        MoreStreams = Adaptation.Streams,
        Execute = Execute,
    };

    private static StepHandle Plan(MethodPlan plan, DpoOptions options) =>
        plan.Builder.Add(
            plan.Name, KindName, options with { Compute = options.Compute ?? plan.Compute }, plan.Seed,
            new Dictionary<string, OutputRef> { ["model"] = plan.From, ["labels"] = plan.Labels },
            cost: 6);

    private static void Execute(StepContext context)
    {
        var options = context.Options<DpoOptions>();
        var compute = options.Compute.Applied();
        using var folder = ModelFolder.Load(context.Input("model"), compute);
        var model = folder.Model.Adapted(options.Lora, context.Seed);
        var encoder = folder.Encoder(Math.Min(options.MaxLength, model.Config.MaxPositions));
        var labels = RowFile.Read<LabelRow>(context.Input("labels", RowFile.Labels));
        var pairs = PreferencePairs.From(labels, folder.Templates, encoder);

        var reference = ReferenceLogProbabilities(model, pairs, options, compute.Layout);
        Tuning.Run(
            context, "dpo", model, options, pairs.Lengths, pairs.Ids,
            new LeftOut(encoder.TruncatedCount, pairs.IdenticalCount),
            indices => Loss(model, pairs, reference, indices, options, compute.Layout),
            tokenCounts: pairs.TokenCounts);
        folder.Save(model, context.Output("model"));
    }

    /// <summary>
    /// Summed log-probabilities of every pair under the model as it is now, without its adapter: chosen and rejected.
    /// </summary>
    private static (double[] Chosen, double[] Rejected) ReferenceLogProbabilities(
        LlamaModel model, PreferencePairs pairs, DpoOptions options, TokenLayout layout)
    {
        var chosen = new double[pairs.Pairs.Count];
        var rejected = new double[pairs.Pairs.Count];
        using var frozen = torch.no_grad();
        using var reference = model.WithoutAdapter();
        foreach (var indices in options.MicroBatches(
                     BatchPlan.Create(pairs.Lengths, options.BatchSize, BatchOrder.SortedByLength, seed: 0, epoch: 0),
                     pairs.TokenCounts))
        {
            using var scope = torch.NewDisposeScope();
            var batch = model.Batch(pairs.Samples(indices), layout);
            var sums = LogProbabilities.SumPerRow(LogProbabilities.PerToken(model, batch), batch)
                .to_type(ScalarType.Float64).cpu().data<double>().ToArray();
            for (var i = 0; i < indices.Length; i++)
                (chosen[indices[i]], rejected[indices[i]]) = (sums[i], sums[indices.Length + i]);
        }
        return (chosen, rejected);
    }

    private static BatchLoss Loss(
        LlamaModel model,
        PreferencePairs pairs,
        (double[] Chosen, double[] Rejected) reference,
        IReadOnlyList<int> indices,
        DpoOptions options,
        TokenLayout layout)
    {
        var count = indices.Count;
        var samples = pairs.Samples(indices);
        var batch = model.Batch(samples, layout);
        var sums = LogProbabilities.SumPerRow(LogProbabilities.PerToken(model, batch), batch); // [2B]
        var (chosen, rejected) = (sums.narrow(0, 0, count), sums.narrow(0, count, count));
        var result = DpoLoss.Compute(
            chosen, rejected, Column(reference.Chosen), Column(reference.Rejected),
            options.Beta, options.LabelSmoothing);

        var loss = result.Losses.sum();
        if (options.SftCoefficient > 0)
            loss = loss - (chosen / Lengths()).sum() * options.SftCoefficient;
        var margins = result.ChosenRewards - result.RejectedRewards;
        return new BatchLoss
        {
            Sum = loss,
            Weight = count,
            TokenCount = batch.TokenCount,
            Metrics =
            [
                new MetricSum("rewards/chosen", result.ChosenRewards.sum(), count),
                new MetricSum("rewards/rejected", result.RejectedRewards.sum(), count),
                new MetricSum("rewards/margins", margins.sum(), count),
                new MetricSum("rewards/accuracies", margins.gt(0).sum(), count),
                new MetricSum("logps/chosen", chosen.detach().sum(), count),
                new MetricSum("logps/rejected", rejected.detach().sum(), count),
            ],
        };

        Tensor Column(double[] values) => Uploaded(indices.Select(index => values[index]));

        Tensor Lengths() => Uploaded(samples.Take(count).Select(sample => (double)sample.TargetCount));

        Tensor Uploaded(IEnumerable<double> values) =>
            LibTorch.Upload([.. values], sums.device).to_type(sums.dtype);
    }
}
