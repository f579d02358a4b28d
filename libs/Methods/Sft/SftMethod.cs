using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Correction;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Sft;

/// <summary>
/// Method <c>sft</c>: supervised fine-tuning on the corrections, as in the weak-to-strong stage of the Aligner paper
/// (appendix A): <c>−log π(correction | question)</c>, averaged over the correction's tokens. No departures.
/// </summary>
public static class SftMethod
{
    internal const string KindName = "sft";

    public static MethodDefinition Definition { get; } = new((plan, options) => Plan(plan, (SftOptions)options));

    public static StepKind Kind { get; } = new()
    {
        Name = KindName,
        Revision = 3,
        OptionsType = typeof(SftOptions),
        Host = StepHost.Trainer,
        Outputs = ["model"],
        Summary = "Supervised fine-tuning on corrections.",
        Streams = ["batch-plan/{epoch}"],
        MoreStreams = Adaptation.Streams,
        Execute = Execute,
    };

    private static StepHandle Plan(MethodPlan plan, SftOptions options) =>
        plan.Builder.Add(
            plan.Name, KindName, options with { Compute = options.Compute ?? plan.Compute }, plan.Seed,
            new Dictionary<string, OutputRef> { ["model"] = plan.From, ["labels"] = plan.Labels },
            cost: 5);

    private static void Execute(StepContext context)
    {
        var options = context.Options<SftOptions>();
        var compute = options.Compute.Applied();
        using var folder = ModelFolder.Load(context.Input("model"), compute);
        var model = folder.Model.Adapted(options.Lora, context.Seed);
        var encoder = folder.Encoder(Math.Min(options.MaxLength, model.Config.MaxPositions));
        var samples = RowFile.Read<LabelRow>(context.Input("labels", RowFile.Labels))
            .Select(label => encoder.Response(label.Id, folder.Templates.ForAnswer(label.Prompt), label.Chosen))
            .ToList();
        Tuning.Run(
            context, "sft", model, options, [.. samples.Select(sample => sample.Length)],
            [.. samples.Select(sample => sample.Id)], new LeftOut(encoder.TruncatedCount),
            indices => LanguageModelLoss.Of(model, [.. indices.Select(index => samples[index])], compute.Layout));
        folder.Save(model, context.Output("model"));
    }
}
