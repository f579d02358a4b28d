using System.Diagnostics;
using System.Text.Json.Nodes;
using WeakToStrong.Servers;

namespace WeakToStrong.AppHost.Tests.Support;

/// <summary>A host that is ready: one for all tests of a class, because a start costs seconds.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    /// <summary>What a user is promised is 60 s; the rest is for machines that run other tests beside this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private UpProcess? _up;

    public HostFolder Folder { get; } = new();

    public HttpClient Http { get; } = new();

    /// <summary>The tracker's address, as the host printed it.</summary>
    public string Url { get; private set; } = "";

    public TimeSpan ReadyAfter { get; private set; }

    public UpProcess Up => _up ?? throw new InvalidOperationException("the host was not started");

    public Task InitializeAsync() => StartAsync();

    public async Task StartAsync(params string[] arguments)
    {
        _up?.Dispose();
        var start = Stopwatch.GetTimestamp();
        _up = UpProcess.Start(
            Folder,
            new Dictionary<string, string>(StringComparer.Ordinal),
            ["--port", $"{ServerPorts.Take()}", .. arguments]);
        Url = await _up.ReadyAsync(Patience);
        ReadyAfter = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>The host's own table of its processes.</summary>
    public async Task<JsonNode> StateAsync() =>
        JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder.Store, "host", "resources.json")))!;

    public async Task<JsonNode> ResourceAsync(string name) =>
        (await StateAsync())["resources"]!.AsArray().Single(resource => (string?)resource!["name"] == name)!;

    /// <summary>Looks until the resource is as wanted.</summary>
    public async Task<JsonNode> ResourceAsync(string name, Func<JsonNode, bool> isAsWanted)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            var resource = await ResourceAsync(name);
            if (isAsWanted(resource))
                return resource;
            await Task.Delay(100, deadline.Token);
        }
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        if (_up is { } up)
        {
            up.Signal("TERM");
            await ProcessTree.AfterAsync(Folder, Patience);
            up.Dispose();
        }
        Folder.Dispose();
    }
}
