using System.Text.Json;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Data;

/// <summary>Some rows of a data file as they stand there, whatever its columns mean.</summary>
public sealed record DataPreview
{
    /// <summary>The most rows that one look shows.</summary>
    public const int MaxRows = 50;

    /// <summary>The most characters of a value that one look shows.</summary>
    public const int MaxText = 240;

    private const int MaxColumns = 24;
    private const int MaxWholeText = 50_000;

    /// <summary><c>json</c> or <c>jsonl</c>; null when it is neither.</summary>
    public required string? Container { get; init; }

    public required IReadOnlyList<PreviewRow> Rows { get; init; }

    /// <summary>Rows up to the end, the first problem or the limit.</summary>
    public required int RowCount { get; init; }

    /// <summary>True when there may be more rows, which are not read because the limit was reached.</summary>
    public required bool IsCut { get; init; }

    public required InputProblem? Problem { get; init; }

    /// <summary>Reads the file as far as the limits allow.</summary>
    /// <param name="path">JSON or JSONL.</param>
    /// <param name="skip">Rows before the first that is shown.</param>
    /// <param name="take">Rows that are shown, at most <see cref="MaxRows"/>.</param>
    /// <param name="limits">How far it is read.</param>
    public static DataPreview Read(string path, int skip, int take, ReadLimits limits)
    {
        var builder = new Builder(skip, Math.Min(take, MaxRows), MaxText);
        builder.Read(path, limits);
        return builder.Build();
    }

    /// <summary>One row with its whole texts; null when it cannot be had within the limits.</summary>
    /// <inheritdoc cref="Read"/>
    public static PreviewRow? ReadRow(string path, int number, ReadLimits limits)
    {
        var builder = new Builder(number - 1, 1, MaxWholeText);
        builder.Read(path, limits);
        return builder.Build().Rows is [var row, ..] ? row : null;
    }

    private sealed class Builder(int skip, int take, int maxText)
    {
        private readonly List<PreviewRow> _rows = [];
        private string? _container;
        private InputProblem? _problem;
        private int _count;
        private bool _isCut;

        public void Read(string path, ReadLimits limits)
        {
            try
            {
                using var reader = RowReader.Open(path);
                _container = reader.Container;
                ReadRows(reader, limits);
            }
            catch (InputException exception)
            {
                _problem = exception.Problems[0];
            }
        }

        public DataPreview Build() => new()
        {
            Container = _container, Rows = _rows, RowCount = _count, IsCut = _isCut, Problem = _problem,
        };

        private void ReadRows(RowReader reader, ReadLimits limits)
        {
            var deadline = Deadline.After(limits.Time);
            while (reader.Next() is { } row)
            {
                _count++;
                if (_count > skip && _rows.Count < take)
                    _rows.Add(Shown(row));
                _isCut = reader.Offset >= limits.Bytes || deadline.IsOver;
                if (_isCut)
                    return;
            }
        }

        private PreviewRow Shown(SourceRow row) => new(
            _count, row.Line,
            [.. row.Object.EnumerateObject().Take(MaxColumns).Select(column => Cell(column.Name, column.Value))]);

        private PreviewCell Cell(string column, JsonElement value)
        {
            var text = value.ValueKind == JsonValueKind.String ? TextOf(value) : value.GetRawText();
            return text.Length > maxText ? new(column, Beginning(text), IsCut: true) : new(column, text, IsCut: false);
        }

        // A text with half a character is shown as it is written.
        private static string TextOf(JsonElement value)
        {
            try
            {
                return value.GetString()!;
            }
            catch (InvalidOperationException)
            {
                return value.GetRawText();
            }
        }

        // Not through the middle of a character.
        private string Beginning(string text) =>
            text[..(char.IsHighSurrogate(text[maxText - 1]) ? maxText - 1 : maxText)];
    }
}

/// <summary>A row of a preview.</summary>
/// <param name="Number">In the file, from 1.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Cells">In the order of the file.</param>
public sealed record PreviewRow(int Number, int Line, IReadOnlyList<PreviewCell> Cells);

/// <summary>A value as text; one that is no text as JSON.</summary>
public sealed record PreviewCell(string Column, string Text, bool IsCut);
