using Spectre.Console;

namespace WeakToStrong.W2s.Display;

/// <summary>
/// The one look of every table, and the one place that decides how it fits a terminal: names are shortened and what
/// matters least is left out, so that what is shown can be read.
/// </summary>
internal sealed class FittedTable(params FittedColumn[] columns)
{
    private const string Everything = "--json has everything";

    // Spectre's own padding, and the least: beside each column stands a character of the border.
    private static readonly Padding Roomy = new(1, 0, 1, 0);
    private static readonly Padding Tight = new(0, 0, 1, 0);

    private readonly List<FittedCell[]> _rows = [];

    public string? Title { get; init; }

    public void AddRow(params FittedCell[] cells) =>
        _rows.Add([.. cells.Select(cell => cell with { Text = InOneLine(cell.Text) })]);

    /// <summary>Whether a line of this width has room for every column.</summary>
    public bool FitsIn(int width) => Needs().Sum(need => need.Least + GapOf(Tight)) + 1 <= width;

    /// <param name="console">Whose width counts.</param>
    /// <param name="everything">What the user can do to see all, where something is left out.</param>
    public void Write(IAnsiConsole console, string everything = Everything)
    {
        var needs = Needs();
        var width = console.Profile.Width;
        var padding = IsRoomy(needs, width) ? Roomy : Tight;
        var widths = ColumnFit.Share(needs, width - 1, GapOf(padding));
        console.Write(Draw(widths, padding));
        var left = columns.Where((_, i) => widths[i] is null).Select(column => column.Header).ToArray();
        if (left.Length > 0)
            console.WriteLine($"no room for {string.Join(", ", left)}; {everything}", new Style(Color.Grey));
    }

    private ColumnNeed[] Needs() =>
        [.. columns.Select((column, i) => column.NeedOf(_rows.Select(row => row[i].Text)))];

    // What stands in a name must not move the cursor.
    private static string InOneLine(string text) =>
        string.Create(text.Length, text, (line, all) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = char.IsControl(all[i]) ? ' ' : all[i];
        });

    private static int GapOf(Padding padding) => padding.Left + padding.Right + 1;

    private static bool IsRoomy(ColumnNeed[] needs, int width) =>
        needs.Sum(need => need.Natural + GapOf(Roomy)) + 1 <= width;

    private Table Draw(IReadOnlyList<int?> widths, Padding padding)
    {
        var table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        if (Title is not null)
            table.Title(new TableTitle(Title.EscapeMarkup()));
        var kept = Enumerable.Range(0, columns.Length).Where(i => widths[i] is not null).ToArray();
        foreach (var i in kept)
            table.AddColumn(Made(columns[i], widths[i]!.Value, padding));
        foreach (var row in _rows)
            table.AddRow(kept.Select(i => Drawn(row[i], columns[i], widths[i]!.Value)));
        return table;
    }

    private static TableColumn Made(FittedColumn column, int width, Padding padding) =>
        new(new Text(column.Header, new Style(decoration: Decoration.Bold)))
        {
            Width = width,
            Padding = padding,
            Alignment = column.IsRightAligned ? Justify.Right : Justify.Left,
        };

    private static Text Drawn(FittedCell cell, FittedColumn column, int width) =>
        new(column.Narrowing == Narrowing.Shorten ? Shortened.Of(cell.Text, width) : cell.Text, cell.Style);
}
