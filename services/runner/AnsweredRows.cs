using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Data;

namespace WeakToStrong.Runner;

/// <summary>Rows of a data file, each with an answer to correct.</summary>
internal static class AnsweredRows
{
    /// <param name="path">JSON or JSONL.</param>
    /// <param name="limit">Rows after these are not read.</param>
    /// <exception cref="InputException">The first problem, with its line.</exception>
    public static IReadOnlyList<DataRow> Read(string path, int limit) =>
        [.. DataFile.Read(path, format: null, limit).Select(row => Answered(path, row))];

    // What answers a prompt, in data that knows of no correction, is what there is to correct.
    private static DataRow Answered(string path, DataRow row) => row switch
    {
        { Answer: not null } => row,
        { Correction: { } answer } => row with { Answer = answer, Correction = null },
        _ => throw new InputException(
            path, row.Line, "the row has no answer to correct; allowed are question/answer, prompt/completion, "
            + "messages, prompt/chosen/rejected and chosen/rejected"),
    };
}
