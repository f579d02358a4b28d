using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Sampling;

/// <summary>
/// Step <c>correct-answers</c>: a supervisor and answers → its corrections, as labels: chosen is the correction,
/// rejected the answer. With a shard in its options it makes that part of them, for <see cref="MergeLabelsStep"/>.
/// </summary>
public static class CorrectAnswersStep
{
    public const string Kind = "correct-answers";

    private const string Stream = "corrections";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 5,
        OptionsType = typeof(CorrectionOptions),
        Host = StepHost.Labeler,
        Outputs = ["labels"],
        Summary = "Corrects answers with the supervisor: the weak labels.",
        Streams = [Stream],
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var options = context.Options<CorrectionOptions>();
        using var folder = ModelFolder.Load(context.Input("model"), options.Compute.Applied());
        var answers = AnswerFile.ReadUncorrected(context.Input("answers"));
        var prompts = answers.Select(answer => new AskedPrompt(
            folder.Templates.ForCorrection(answer.Prompt, answer.Completion), answer.Completion));
        var corrections = AnswerSampler.Complete(folder, [.. prompts], options, context, Stream, options.Shard);
        var labels = corrections.Texts.Select(correction => LabelOf(answers[correction.Place], correction));
        GenerationFile.Write(context.Output("labels"), corrections.Counts);
        if (options.Shard is null)
            CorrectionFiles.Write(context.Output("labels"), [.. labels.Select(placed => placed.Label)]);
        else
            CorrectionFiles.WriteShard(context.Output("labels"), labels);
        AnswerSampler.RemoveSaved(context);
    }

    private static PlacedLabel LabelOf(SampleRow answer, PlacedText correction) => new(
        correction.Place,
        new LabelRow(answer.Id, answer.Cluster, answer.Prompt, correction.Text, answer.Completion));
}
