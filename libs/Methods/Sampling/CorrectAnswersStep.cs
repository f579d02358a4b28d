using System.Text.Json;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Sampling;

/// <summary>How far corrections are from the answers they correct.</summary>
/// <param name="CopyFraction">Share of corrections that equal their answer.</param>
/// <param name="EditRatio">Mean Levenshtein ratio over words, 0 where nothing changed.</param>
public sealed record CorrectionSummary(double CopyFraction, double EditRatio);

/// <summary>
/// Step <c>correct-answers</c>: a supervisor and answers → its corrections, as labels: chosen is the correction,
/// rejected the answer.
/// </summary>
public static class CorrectAnswersStep
{
    public const string Kind = "correct-answers";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 1,
        OptionsType = typeof(SamplingOptions),
        Host = StepHost.Labeler,
        Outputs = ["labels"],
        Summary = "Corrects answers with the supervisor: the weak labels.",
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var options = context.Options<SamplingOptions>();
        using var folder = ModelFolder.Load(context.Input("model"), options.Compute.Applied());
        var answers = AnswerFile.ReadUncorrected(context.Input("answers"));
        var prompts = answers.Select(answer => folder.Templates.ForCorrection(answer.Prompt, answer.Completion));
        var corrections = AnswerSampler.Complete(folder, [.. prompts], options, context, "corrections");

        var labels = answers.Zip(
            corrections, (row, correction) => new LabelRow(row.Id, row.Cluster, row.Prompt, correction, row.Completion))
            .ToList();
        RowFile.Write(context.Output("labels", RowFile.Labels), labels);
        File.WriteAllText(
            context.Output("labels", "summary.json"), JsonSerializer.Serialize(Summarise(labels), StepJson.Serializer));
    }

    private static CorrectionSummary Summarise(List<LabelRow> labels) =>
        labels.Count == 0
            ? new CorrectionSummary(0, 0)
            : new CorrectionSummary(
                labels.Count(label => label.Chosen == label.Rejected) / (double)labels.Count,
                labels.Average(label => WordEdits.LevenshteinRatio(label.Rejected, label.Chosen)));
}
