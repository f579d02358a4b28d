using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>Rows of a data file as they stand there, long texts cut, with what is wrong with the file.</summary>
public sealed partial class RowsView(Toasts toasts)
{
    private const int MostColumns = 24;

    /// <summary>A longer text needs a column in which it can be read.</summary>
    private const int LongText = 30;

    // Whole texts are long: only so many are held at once.
    private const int MostWhole = 10;

    private const string ProblemAdvice =
        "Rows before it are shown. `w2s data inspect FILE` says the same on a terminal.";

    private readonly Dictionary<int, PreviewRow> _whole = [];
    private (string File, int Page)? _shown;

    [Parameter, EditorRequired]
    public required RowsModel Rows { get; set; }

    /// <summary>Reads one row with its whole texts.</summary>
    [Parameter, EditorRequired]
    public required Func<int, Task<PreviewRow?>> Read { get; set; }

    [Parameter]
    public EventCallback<string> FileChanged { get; set; }

    [Parameter]
    public EventCallback<int> PageChanged { get; set; }

    private IReadOnlyList<string> Columns { get; set; } = [];

    private string Summary => $"{Numbers.Count(Rows.Preview.RowCount)} {(Rows.Preview.RowCount == 1 ? "row" : "rows")}"
        + (Rows.Preview.IsCut ? " read; there are more" : "")
        + $" · {Rows.Preview.Container ?? "not JSON"} · {Numbers.Bytes(Rows.Bytes)}";

    private string NoRowsText => Rows.Page > 1
        ? "The file has fewer rows, or is not read as far as this page."
        : "The file is empty.";

    private string FormatName => Rows.Inspection.Format switch
    {
        DataFormat.Aligner => "Aligner format",
        DataFormat.QuestionAnswer => "Questions and answers",
        DataFormat.Preference => "Preferences with prompt",
        DataFormat.ImplicitPreference => "Preferences without prompt",
        DataFormat.PromptCompletion => "Prompts and completions",
        DataFormat.Messages => "Dialogues",
        DataFormat.PromptOnly => "Prompts",
        _ => "Format not recognised",
    };

    private string CorrectionsText => Rows.Inspection.Corrections is { } corrections
        ? $" · {Numbers.Percent(corrections.CopyFraction)} copied"
            + (corrections.EditRatio is { } ratio ? $", edit ratio {Numbers.Decimals(ratio, 2)}" : "")
        : "";

    private static string LengthsOf(ColumnStatistics column) =>
        $"{column.Column}: {Numbers.Value(column.Mean)} characters, "
        + $"{Numbers.Count(column.Minimum)}–{Numbers.Count(column.Maximum)}";

    private static string TextOf(Dictionary<string, PreviewCell> cells, string column) =>
        cells.TryGetValue(column, out var cell) ? cell.Text + (cell.IsCut ? "…" : "") : "";

    protected override void OnParametersSet()
    {
        if (_shown != (Rows.File, Rows.Page))
            _whole.Clear();
        _shown = (Rows.File, Rows.Page);
        Columns = [.. Rows.Preview.Rows.SelectMany(row => row.Cells).Select(cell => cell.Column).Distinct()
            .Take(MostColumns)];
    }

    private Dictionary<string, PreviewCell> CellsOf(PreviewRow row) =>
        (_whole.GetValueOrDefault(row.Number) ?? row).Cells.ToDictionary(cell => cell.Column, StringComparer.Ordinal);

    private async Task ToggleAsync(int number)
    {
        if (_whole.Remove(number))
            return;
        if (_whole.Count >= MostWhole)
            _whole.Clear();
        try
        {
            if (await Read(number) is { } row)
                _whole[number] = row;
        }
        catch (Exception exception)
        {
            toasts.Failed(exception);
        }
    }
}
