using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Data;

/// <summary>Reads data files: JSON arrays and JSONL, in the formats of <see cref="DataFormat"/>.</summary>
public static class DataFile
{
    // Word distances take time proportional to the square of the length.
    private const int EditRatioRows = 1000;
    private const int EditRatioWords = 2000;

    /// <summary>Reads the file through, up to its first problem, and tells what is there.</summary>
    public static DataInspection Inspect(string path) => Inspect(path, ReadLimits.None);

    /// <summary>Reads the file as far as the limits allow, up to its first problem, and tells what is there.</summary>
    public static DataInspection Inspect(string path, ReadLimits limits)
    {
        var inspection = new InspectionBuilder(path);
        try
        {
            using var reader = RowReader.Open(path);
            inspection.Container = reader.Container;
            var deadline = Deadline.After(limits.Time);
            foreach (var (row, format) in Rows(path, reader, null, inspection.Saw))
            {
                inspection.Add(row, format);
                inspection.IsCut = reader.Offset >= limits.Bytes || deadline.IsOver;
                if (inspection.IsCut)
                    break;
            }
        }
        catch (InputException e)
        {
            inspection.FirstProblem = e.Problems[0];
        }
        return inspection.Build();
    }

    /// <summary>The rows of the file, at most <paramref name="maxRows"/>.</summary>
    /// <param name="path">JSON or JSONL.</param>
    /// <param name="format">What the columns mean; null to tell from the first row.</param>
    /// <param name="maxRows">Rows after these are not read.</param>
    /// <exception cref="InputException">The first problem, with its line.</exception>
    public static IReadOnlyList<DataRow> Read(string path, DataFormat? format, int maxRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRows);
        return [.. Stream(path, format).Take(maxRows)];
    }

    /// <summary>The rows of the file one by one; holds one at a time.</summary>
    /// <inheritdoc cref="Read"/>
    public static IEnumerable<DataRow> Stream(string path, DataFormat? format)
    {
        using var reader = RowReader.Open(path);
        foreach (var (row, _) in Rows(path, reader, format, _ => { }))
            yield return row;
    }

    /// <summary>
    /// Share of rows whose correction is their answer, and mean word distance between the two where neither is long.
    /// </summary>
    /// <returns>Null where no row has both.</returns>
    public static CorrectionStatistics? Corrections(IEnumerable<DataRow> rows)
    {
        var pairs = rows.Where(row => row is { Answer: not null, Correction: not null })
            .Select(row => (Answer: row.Answer!, Correction: row.Correction!))
            .ToArray();
        if (pairs.Length == 0)
            return null;
        var measured = pairs.Take(EditRatioRows)
            .Where(pair => IsShort(pair.Answer) && IsShort(pair.Correction))
            .ToArray();
        return new CorrectionStatistics(
            WordEdits.CopyFraction(pairs), measured.Length == 0 ? null : WordEdits.EditRatio(measured));

        static bool IsShort(string text) => WordEdits.HasAtMost(EditRatioWords, text);
    }

    private static IEnumerable<(DataRow Row, DataFormat Format)> Rows(
        string path, RowReader reader, DataFormat? named, Action<IReadOnlyList<string>> sawColumns)
    {
        var (format, firstLine, number) = (named, 0, 0);
        while (reader.Next() is { } source)
        {
            number++;
            firstLine = number == 1 ? source.Line : firstLine;
            yield return InputProblemAt(path, source.Line, () =>
            {
                var columns = RowFormats.ColumnsOf(source.Object);
                sawColumns(columns);
                format ??= RowFormats.Detect(columns);
                if (named is null)
                    RowFormats.CheckSame(format.Value, firstLine, columns);
                else
                    RowFormats.Check(format.Value, columns);
                return (RowFormats.Parse(format.Value, source.Object, number, source.Line), format.Value);
            });
        }
        if (number == 0)
            throw new InputException(path, null, "has no rows; at least one is needed");
    }

    private static T InputProblemAt<T>(string path, int line, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RowException e)
        {
            throw new InputException(path, line, e.Message);
        }
    }
}
