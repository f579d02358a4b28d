using System.Text.Json;
using System.Threading.Channels;
using WeakToStrong.Hosting.Resources;

namespace WeakToStrong.Hosting.Display;

/// <summary>
/// For logs and other programs: plain lines on standard error. Standard output has <c>ready URL</c> alone or, when JSON
/// is asked for, one JSON line for each change.
/// </summary>
internal sealed class PlainDisplay(TextWriter output, TextWriter error, bool json, int nameWidth) : IHostDisplay
{
    private readonly Dictionary<string, string> _states = new(StringComparer.Ordinal);

    public async Task ShowAsync(ChannelReader<HostEvent> events)
    {
        await foreach (var happened in events.ReadAllAsync())
        {
            if (LineOf(happened) is { } line)
                await error.WriteLineAsync(line);
            if (ResultOf(happened) is { } result)
                await output.WriteLineAsync(result);
            if (!events.TryPeek(out _))
                await output.FlushAsync();
        }
    }

    private string? LineOf(HostEvent happened) => happened switch
    {
        HostEvent.Said said => $"{said.Name.PadRight(nameWidth)} | {said.Text}",
        HostEvent.Changed { Row: var row } when !json && IsNews(row) =>
            $"{HostEvents.Host.PadRight(nameWidth)} | {row.Label}: {RowText.State(row)}",
        _ => null,
    };

    /// <summary>A row also changes in what a line does not say.</summary>
    private bool IsNews(ResourceRow row)
    {
        var (before, now) = (_states.GetValueOrDefault(row.Id), RowText.State(row));
        _states[row.Id] = now;
        return before != now;
    }

    private string? ResultOf(HostEvent happened) => happened switch
    {
        HostEvent.Changed changed when json => JsonSerializer.Serialize(new { resource = changed.Row }, StateFile.Json),
        HostEvent.Ready ready when json => JsonSerializer.Serialize(new { ready = ready.Url }, StateFile.Json),
        HostEvent.Ready ready => $"ready {ready.Url}",
        _ => null,
    };
}
