using Spectre.Console;

namespace WeakToStrong.W2s.Display;

/// <summary>The one look of every table.</summary>
internal static class Tables
{
    public static Table Make(params string[] headers)
    {
        var table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        foreach (var header in headers)
            table.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold))).NoWrap());
        return table;
    }
}
