namespace WeakToStrong.Experiments.Data;

/// <summary>What a data file holds, up to its first problem if it has one.</summary>
public sealed record DataInspection
{
    public required string Path { get; init; }

    /// <summary><c>json</c> or <c>jsonl</c>; null when it is neither.</summary>
    public required string? Container { get; init; }

    /// <summary>Null when not even the first row could be read.</summary>
    public required DataFormat? Format { get; init; }

    /// <summary>Rows that are all right.</summary>
    public required int RowCount { get; init; }

    /// <summary>Every column that some row has, in the order of first appearance.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>True when there may be more rows, which were not read because a limit was reached.</summary>
    public required bool IsCut { get; init; }

    public required InputProblem? FirstProblem { get; init; }

    /// <summary>Lengths of the format's columns.</summary>
    public required IReadOnlyList<ColumnStatistics> Statistics { get; init; }

    /// <summary>How the corrections relate to the answers; null where the format has not both.</summary>
    public required CorrectionStatistics? Corrections { get; init; }
}

/// <summary>Lengths in characters (UTF-16 units).</summary>
public sealed record ColumnStatistics(string Column, int Minimum, double Mean, int Maximum, int EmptyCount);

/// <summary>How corrections relate to the answers they correct.</summary>
/// <param name="CopyFraction">Share of rows whose correction is their answer to the letter.</param>
/// <param name="EditRatio">
/// Mean Levenshtein ratio over words, of the first 1,000 rows without those that have a text of more than 2,000 words:
/// 0 same, 1 nothing in common; null where no row is left.
/// </param>
public sealed record CorrectionStatistics(double CopyFraction, double? EditRatio);

/// <summary>
/// Adds up an inspection row by row, without keeping rows beyond those whose word distances are measured.
/// </summary>
internal sealed class InspectionBuilder(string path)
{
    private const int MaxColumns = 1000;
    private const int SampleRows = 1000;

    private readonly List<string> _columns = [];
    private readonly LengthCounter _prompt = new();
    private readonly LengthCounter _answer = new();
    private readonly LengthCounter _correction = new();
    private readonly List<DataRow> _sample = [];
    private DataFormat? _format;
    private int _rowCount;
    private int _copyCount;

    public string? Container { get; set; }

    public bool IsCut { get; set; }

    public InputProblem? FirstProblem { get; set; }

    public void Saw(IReadOnlyList<string> columns)
    {
        foreach (var column in columns)
            if (_columns.Count < MaxColumns && !_columns.Contains(column))
                _columns.Add(column);
    }

    public void Add(DataRow row, DataFormat format)
    {
        _format = format;
        _rowCount++;
        _prompt.Add(row.Prompt);
        _answer.Add(row.Answer);
        _correction.Add(row.Correction);
        if (row.Answer is not null && row.Answer == row.Correction)
            _copyCount++;
        if (_sample.Count < SampleRows)
            _sample.Add(row);
    }

    public DataInspection Build() => new()
    {
        Path = path,
        Container = Container,
        Format = _format,
        RowCount = _rowCount,
        Columns = _columns,
        IsCut = IsCut,
        FirstProblem = FirstProblem,
        Statistics = _format is { } format ? [.. Lengths(format)] : [],
        Corrections = DataFile.Corrections(_sample) is { } sample
            ? sample with { CopyFraction = (double)_copyCount / _rowCount }
            : null,
    };

    private IEnumerable<ColumnStatistics> Lengths(DataFormat format) => format switch
    {
        DataFormat.Aligner => [_prompt.Of("question"), _answer.Of("answer"), _correction.Of("correction")],
        DataFormat.QuestionAnswer => [_prompt.Of("question"), _answer.Of("answer")],
        DataFormat.PromptCompletion or DataFormat.Messages => [_prompt.Of("prompt"), _correction.Of("completion")],
        DataFormat.PromptOnly => [_prompt.Of("prompt")],
        _ => [_prompt.Of("prompt"), _correction.Of("chosen"), _answer.Of("rejected")],
    };

    private sealed class LengthCounter
    {
        private int _count;
        private int _emptyCount;
        private long _sum;
        private int _minimum = int.MaxValue;
        private int _maximum;

        public void Add(string? text)
        {
            if (text is null)
                return;
            _count++;
            _sum += text.Length;
            _minimum = Math.Min(_minimum, text.Length);
            _maximum = Math.Max(_maximum, text.Length);
            _emptyCount += text.Length == 0 ? 1 : 0;
        }

        public ColumnStatistics Of(string column) =>
            new(column, _count == 0 ? 0 : _minimum, _count == 0 ? 0 : (double)_sum / _count, _maximum, _emptyCount);
    }
}
