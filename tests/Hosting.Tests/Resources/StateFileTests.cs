using System.Diagnostics;
using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging.Abstractions;
using WeakToStrong.Hosting.Resources;
using WeakToStrong.Hosting.Tests.Support;

namespace WeakToStrong.Hosting.Tests.Resources;

public sealed class StateFileTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly ExecutableResource _trainer = new("trainer", "trainer", ".");
    private readonly ResourceTable _table;
    private readonly StateFile _file;

    public StateFileTests()
    {
        var options = new AppHostOptions { Store = _folder.Path, Port = 1 };
        Directory.CreateDirectory(options.Folder);
        _table = new ResourceTable(new DistributedApplicationModel([_trainer]));
        _file = new StateFile(options, _table, TimeProvider.System, NullLogger<StateFile>.Instance);
    }

    private string Path => _folder.In("host/resources.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_AfterManyChanges_HasTheLast()
    {
        foreach (var state in (string[])["Waiting", "Starting", "Running"])
        {
            _table.Observe(new ResourceEvent(_trainer, "trainer-a", Snapshots.Of(state)));
            _file.WriteSoon("http://127.0.0.1:1");
        }

        var written = await WrittenAsync(file => StateOf(file) == "running");
        Assert.Equal("running", StateOf(written));
        Assert.Equal("http://127.0.0.1:1", (string?)written["url"]);
        Assert.Equal(Environment.ProcessId, (int?)written["pid"]);
        await _file.RemoveAsync();
    }

    [Fact]
    public async Task File_WhenTheUrlComesWithinABurst_HasIt()
    {
        _file.WriteSoon(null);
        _file.WriteSoon("http://127.0.0.1:1");

        var written = await WrittenAsync(file => file["url"] is not null);
        Assert.Equal("http://127.0.0.1:1", (string?)written["url"]);
        await _file.RemoveAsync();
    }

    [Fact]
    public async Task File_OfAHostThatStopped_IsGone()
    {
        _file.WriteSoon(null);

        await _file.RemoveAsync();

        Assert.False(File.Exists(Path));
    }

    private static string? StateOf(JsonNode file) => (string?)file["resources"]?[0]?["state"];

    /// <summary>
    /// What the file says when it is as expected, else in the end: a machine that stalls makes two bursts of one.
    /// </summary>
    private async Task<JsonNode> WrittenAsync(Func<JsonNode, bool> isExpected)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var isLast = Stopwatch.GetElapsedTime(start) > Patience;
            if (File.Exists(Path) || isLast)
            {
                var written = JsonNode.Parse(await File.ReadAllTextAsync(Path))!;
                if (isLast || isExpected(written))
                    return written;
            }
            await Task.Delay(20);
        }
    }
}
