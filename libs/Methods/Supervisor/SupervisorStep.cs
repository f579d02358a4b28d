using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Torch.Random;
using WeakToStrong.Transformer.Data;

namespace WeakToStrong.Methods.Supervisor;

/// <summary>
/// Step <c>train-supervisor</c>: the Aligner of Ji et al. 2024 (NeurIPS, arXiv 2402.02416), equation 4:
/// <c>−log μ(correction | answer, question)</c> over the correction's tokens alone, after an identity warm-up
/// (section 2) on question-answer-answer triples.
/// Departures:
/// 1. Warm-up and corrections each have a fresh optimiser and schedule; the paper does not say.
/// 2. The prompt's template comes with the model, the paper's being the default for text.
/// </summary>
public static class SupervisorStep
{
    public const string Kind = "train-supervisor";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 3,
        OptionsType = typeof(SupervisorOptions),
        Host = StepHost.Trainer,
        Outputs = ["model"],
        Summary = "Trains the Aligner: identity warm-up, then corrections.",
        Streams = ["supervisor/warm-up", "batch-plan/{epoch}"],
        MoreStreams = Adaptation.Streams,
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var options = context.Options<SupervisorOptions>();
        var compute = options.Compute.Applied();
        using var folder = ModelFolder.Load(context.Input("model"), compute);
        var model = folder.Model.Adapted(options.Lora, context.Seed);
        var encoder = folder.Encoder(Math.Min(options.MaxLength, model.Config.MaxPositions));
        var labels = RowFile.Read<LabelRow>(context.Input("labels", RowFile.Labels));

        var identity = WarmupRows(labels, options, (ulong)context.Seed)
            .Select(label => Sample(encoder, folder.Templates, label, label.Rejected)).ToList();
        var corrections = labels
            .Select(label => Sample(encoder, folder.Templates, label, label.Chosen)).ToList();
        var warmup = options with { Epochs = options.WarmupEpochs };
        var tokens = Tune("warm-up", identity, warmup, after: Tuning.UpdateCount(corrections.Count, options));
        Tune("corrections", corrections, options, Tuning.UpdateCount(identity.Count, warmup), tokensBefore: tokens);
        folder.Save(model, context.Output("model"));

        long Tune(
            string stage, List<TokenSample> samples, SupervisorOptions stageOptions, int before = 0, int after = 0,
            long tokensBefore = 0) =>
            Tuning.Run(
                context, stage, model, stageOptions, [.. samples.Select(sample => sample.Length)],
                [.. samples.Select(sample => sample.Id)], new LeftOut(encoder.TruncatedCount),
                indices => LanguageModelLoss.Of(model, [.. indices.Select(index => samples[index])], compute.Layout),
                before, after, tokensBefore);
    }

    /// <summary>A random part of the triples, by a stream of its own.</summary>
    private static IEnumerable<LabelRow> WarmupRows(
        IReadOnlyList<LabelRow> labels, SupervisorOptions options, ulong seed)
    {
        var shuffled = labels.ToArray();
        new SeededRandom(seed, "supervisor/warm-up").Shuffle(shuffled);
        return shuffled.Take((int)(labels.Count * options.WarmupFraction));
    }

    private static TokenSample Sample(
        SampleEncoder encoder, PromptTemplates templates, LabelRow label, string correction) =>
        encoder.Response(label.Id, templates.ForCorrection(label.Prompt, label.Rejected), correction);
}
