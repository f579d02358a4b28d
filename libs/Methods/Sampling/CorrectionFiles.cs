using System.Text.Json;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Sampling;

/// <summary>How far corrections are from the answers they correct.</summary>
/// <param name="CopyFraction">Share of corrections that equal their answer.</param>
/// <param name="EditRatio">Mean Levenshtein ratio over words, 0 where nothing changed.</param>
public sealed record CorrectionSummary(double CopyFraction, double EditRatio);

/// <summary>A label of one shard, with its place among all labels.</summary>
public sealed record PlacedLabel(int Place, LabelRow Label);

/// <summary>The files of weak labels: one way to write them, whether they were made in one step or in several.</summary>
public static class CorrectionFiles
{
    private const string ShardFile = "shard.jsonl";
    private const string SummaryFile = "summary.json";

    /// <summary>Writes all labels and their summary.</summary>
    public static void Write(string folder, IReadOnlyList<LabelRow> labels)
    {
        RowFile.Write(Path.Combine(folder, RowFile.Labels), labels);
        File.WriteAllText(
            Path.Combine(folder, SummaryFile), JsonSerializer.Serialize(Summarise(labels), StepJson.Serializer));
    }

    /// <summary>Writes the labels of one shard; they are no labels to learn from until all are merged.</summary>
    public static void WriteShard(string folder, IEnumerable<PlacedLabel> labels) =>
        RowFile.Write(Path.Combine(folder, ShardFile), labels);

    public static IReadOnlyList<PlacedLabel> ReadShard(string folder) =>
        RowFile.Read<PlacedLabel>(Path.Combine(folder, ShardFile));

    private static CorrectionSummary Summarise(IReadOnlyList<LabelRow> labels) =>
        labels.Count == 0
            ? new CorrectionSummary(0, 0)
            : new CorrectionSummary(
                labels.Count(label => label.Chosen == label.Rejected) / (double)labels.Count,
                labels.Average(label => WordEdits.LevenshteinRatio(label.Rejected, label.Chosen)));
}
