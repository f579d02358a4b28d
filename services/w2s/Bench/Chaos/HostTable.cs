using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeakToStrong.W2s.Bench.Chaos;

/// <summary>One process of the app host, as its table has it.</summary>
/// <param name="Name">What the architecture calls it.</param>
/// <param name="Id">Its own name, which it keeps when it is started again.</param>
/// <param name="ProcessId">Null while it does not run.</param>
/// <param name="IsRunning">It runs and answers.</param>
internal sealed record HostRow(string Name, string Id, int? ProcessId, bool IsRunning);

/// <summary>The app host's table of resources, which it keeps in a file of its store.</summary>
internal sealed class HostTable(string store)
{
    private const string Running = "running";

    private readonly string _path = Path.Combine(store, "host", "resources.json");

    /// <summary>The rows now; none while the file is not there.</summary>
    public IReadOnlyList<HostRow> Read()
    {
        if (!File.Exists(_path))
            return [];
        var rows = JsonNode.Parse(File.ReadAllText(_path))?["resources"]?.AsArray()
            ?? throw new JsonException($"{_path} has no resources");
        return [.. rows.Select(row => RowOf(row!))];
    }

    private static HostRow RowOf(JsonNode row) => new(
        (string)row["name"]!, (string)row["id"]!, (int?)row["pid"], (string?)row["state"] == Running);
}
