namespace WeakToStrong.Methods.Shared;

/// <summary>Answers to judge or to correct come from sampling (samples) or from a supervisor (labels).</summary>
public static class AnswerFile
{
    /// <summary>The final answers of a folder: completions of samples, or corrections of labels.</summary>
    public static IReadOnlyList<SampleRow> Read(string folder) =>
        HasLabels(folder)
            ? [.. Labels(folder).Select(row => new SampleRow(row.Id, row.Cluster, row.Prompt, row.Chosen))]
            : Samples(folder);

    /// <summary>
    /// The answers of a folder before correction: completions of samples, or rejected answers of labels.
    /// </summary>
    public static IReadOnlyList<SampleRow> ReadUncorrected(string folder) =>
        HasLabels(folder)
            ? [.. Labels(folder).Select(row => new SampleRow(row.Id, row.Cluster, row.Prompt, row.Rejected))]
            : Samples(folder);

    private static bool HasLabels(string folder) => File.Exists(Path.Combine(folder, RowFile.Labels));

    private static IReadOnlyList<LabelRow> Labels(string folder) =>
        RowFile.Read<LabelRow>(Path.Combine(folder, RowFile.Labels));

    private static IReadOnlyList<SampleRow> Samples(string folder) =>
        RowFile.Read<SampleRow>(Path.Combine(folder, RowFile.Samples));
}
