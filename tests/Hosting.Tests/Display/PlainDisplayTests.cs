using System.Text.Json.Nodes;
using WeakToStrong.Hosting.Display;
using WeakToStrong.Hosting.Resources;

namespace WeakToStrong.Hosting.Tests.Display;

public sealed class PlainDisplayTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private static readonly ResourceRow Row = new()
    {
        Name = "trainer", Id = "trainer-a", Label = "trainer", State = ResourceState.Exited, ExitCode = 3,
        Endpoints = [],
    };

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Output_WithoutJson_IsTheReadyLineAlone()
    {
        await ShowAsync(json: false);

        Assert.Equal("ready http://127.0.0.1:5050\n", _output.ToString());
        Assert.Equal("trainer | hello\nhost    | trainer: exited with 3\n", _error.ToString());
    }

    [Fact]
    public async Task Lines_OfChangesThatTheyDoNotShow_AreLeftOut()
    {
        var events = new HostEvents();
        foreach (var restarts in (int[])[0, 1])
            await events.WriteAsync(new HostEvent.Changed(Row with { Restarts = restarts }), CancellationToken.None);
        events.Complete();

        await new PlainDisplay(_output, _error, json: false, nameWidth: 7).ShowAsync(events.Reader);

        Assert.Equal("host    | trainer: exited with 3\n", _error.ToString());
    }

    [Fact]
    public async Task Output_WithJson_HasALineForEachChange()
    {
        await ShowAsync(json: true);

        var lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal("exited", (string?)lines[0]["resource"]?["state"]);
        Assert.Equal("http://127.0.0.1:5050", (string?)lines[1]["ready"]);
        Assert.Equal(2, lines.Length);
    }

    private async Task ShowAsync(bool json)
    {
        var events = new HostEvents();
        await events.WriteAsync(new HostEvent.Said("trainer", "hello"), CancellationToken.None);
        await events.WriteAsync(new HostEvent.Changed(Row), CancellationToken.None);
        await events.WriteAsync(new HostEvent.Ready("http://127.0.0.1:5050"), CancellationToken.None);
        events.Complete();
        await new PlainDisplay(_output, _error, json, nameWidth: 7).ShowAsync(events.Reader);
    }
}
