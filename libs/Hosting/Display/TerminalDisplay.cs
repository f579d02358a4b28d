using System.Threading.Channels;
using Spectre.Console;
using WeakToStrong.Hosting.Resources;

namespace WeakToStrong.Hosting.Display;

/// <summary>
/// For a person at a terminal: the processes' lines, coloured by who says them, above a table of them all.
/// </summary>
internal sealed class TerminalDisplay(
    IAnsiConsole console, TextWriter? output, ResourceTable table, TimeProvider clock) : IHostDisplay
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private static readonly string[] Headers = ["", "State", "Health", "Address", "Process", "Restarts", "Up"];

    /// <summary>What is left out first where the terminal has no room for all.</summary>
    private static readonly string[] Dispensable = ["Process", "Restarts", "Health", "Address"];

    // Blanks and a border's character beside each column.
    private const int Gap = 3;

    private static readonly Color[] Palette =
        [Color.Aqua, Color.Yellow, Color.Green, Color.Fuchsia, Color.Blue, Color.Orange1, Color.SpringGreen1];

    private readonly Dictionary<string, Color> _colors = new(StringComparer.Ordinal) { [HostEvents.Host] = Color.Grey };

    private Task<bool>? _more;

    public Task ShowAsync(ChannelReader<HostEvent> events) =>
        console.Live(Draw()).StartAsync(async live =>
        {
            while (await MoreAsync(events))
            {
                while (events.TryRead(out var happened))
                    Show(happened);
                live.UpdateTarget(Draw());
            }
        });

    /// <summary>Returns when something happened, and each second, because the table shows times.</summary>
    private async Task<bool> MoreAsync(ChannelReader<HostEvent> events)
    {
        var more = _more ??= events.WaitToReadAsync().AsTask();
        using var tick = new CancellationTokenSource();
        await Task.WhenAny(more, Task.Delay(Tick, clock, tick.Token));
        await tick.CancelAsync();
        if (!more.IsCompleted)
            return true;
        _more = null;
        return await more;
    }

    private void Show(HostEvent happened)
    {
        if (happened is HostEvent.Said said)
            WriteLine(said.Name, new Text(said.Text));
        else if (happened is HostEvent.Ready ready && output is not null)
            output.WriteLine($"ready {ready.Url}");
        else if (happened is HostEvent.Ready here)
            WriteLine(
                HostEvents.Host, new Text($"ready {here.Url}", new Style(Color.Green, decoration: Decoration.Bold)));
    }

    private void WriteLine(string name, Text text)
    {
        var line = new Grid();
        line.AddColumn(new GridColumn().NoWrap().Padding(0, 0, 1, 0));
        line.AddColumn(new GridColumn().Padding(0, 0, 0, 0));
        line.AddRow(new Text(name.PadRight(table.LabelWidth) + " |", new Style(ColorOf(name))), text);
        console.Write(line);
    }

    private Table Draw()
    {
        var now = clock.GetUtcNow();
        var rows = table.Rows.Select(row => Cells(row, now)).ToArray();
        var columns = Fitting(rows);
        var drawn = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        foreach (var i in columns)
            drawn.AddColumn(new TableColumn(new Text(Headers[i], new Style(decoration: Decoration.Bold))).NoWrap());
        foreach (var row in rows)
            drawn.AddRow(columns.Select(i => new Text(row[i].Text, row[i].Style)));
        return drawn;
    }

    /// <summary>The columns for which there is room: a table that is too wide would not be shown at all.</summary>
    private List<int> Fitting((string Text, Style? Style)[][] rows)
    {
        var widths = Headers
            .Select((header, i) => rows.Select(row => row[i].Text).Append(header).Max(text => text.GetCellWidth()))
            .ToArray();
        var columns = Enumerable.Range(0, Headers.Length).ToList();
        foreach (var header in Dispensable)
            if (columns.Sum(i => widths[i] + Gap) + 1 > console.Profile.Width)
                columns.Remove(Array.IndexOf(Headers, header));
        return columns;
    }

    private (string Text, Style? Style)[] Cells(ResourceRow row, DateTimeOffset now) =>
    [
        (row.Label, new Style(ColorOf(row.Label))),
        (RowText.State(row), new Style(ColorOf(row.State))),
        (RowText.Health(row), null),
        (string.Join(", ", row.Endpoints), null),
        (RowText.Pid(row), null),
        (RowText.Restarts(row), null),
        (RowText.Uptime(row, now), null),
    ];

    private Color ColorOf(string name)
    {
        if (!_colors.TryGetValue(name, out var color))
            _colors.Add(name, color = Palette[(_colors.Count - 1) % Palette.Length]);
        return color;
    }

    private static Color ColorOf(ResourceState state) => state switch
    {
        ResourceState.Running => Color.Green,
        ResourceState.Waiting or ResourceState.Starting or ResourceState.Stopping => Color.Yellow,
        ResourceState.Finished => Color.Grey,
        _ => Color.Red,
    };
}
