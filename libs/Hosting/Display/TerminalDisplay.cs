using System.Threading.Channels;
using Spectre.Console;
using Spectre.Console.Rendering;
using WeakToStrong.Hosting.Resources;

namespace WeakToStrong.Hosting.Display;

/// <summary>
/// For a person at a terminal: the processes' lines, coloured by who says them, above a table of them all.
/// </summary>
internal sealed class TerminalDisplay(
    IAnsiConsole console, TextWriter? output, ResourceTable table, TimeProvider clock) : IHostDisplay
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

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
        var drawn = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        foreach (var header in (string[])["", "State", "Health", "Address", "Process", "Restarts", "Up"])
            drawn.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold))).NoWrap());
        var now = clock.GetUtcNow();
        foreach (var row in table.Rows)
            drawn.AddRow(Cells(row, now));
        return drawn;
    }

    private IRenderable[] Cells(ResourceRow row, DateTimeOffset now) =>
    [
        new Text(row.Label, new Style(ColorOf(row.Label))),
        new Text(RowText.State(row), new Style(ColorOf(row.State))),
        new Text(RowText.Health(row)),
        new Text(string.Join(", ", row.Endpoints)),
        new Text(RowText.Pid(row)),
        new Text(RowText.Restarts(row)),
        new Text(RowText.Uptime(row, now)),
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
