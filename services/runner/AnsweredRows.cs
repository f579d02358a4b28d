using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Data;

namespace WeakToStrong.Runner;

/// <summary>Rows of a data file, each with an answer to correct.</summary>
internal static class AnsweredRows
{
    /// <param name="path">JSON or JSONL.</param>
    /// <param name="limit">Rows after these are not read.</param>
    /// <exception cref="InputException">The first problem, with its line.</exception>
    public static IReadOnlyList<DataRow> Read(string path, int limit)
    {
        var rows = DataFile.Read(path, format: null, limit);
        var unanswered = rows.FirstOrDefault(row => row.Answer is null);
        return unanswered is null
            ? rows
            : throw new InputException(
                path, unanswered.Line, "the row has no answer to correct; allowed are question/answer/correction, "
                + "prompt/chosen/rejected and chosen/rejected");
    }
}
