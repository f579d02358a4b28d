using System.Text.Json;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>A step's outputs (name → digest) as the text that the database keeps.</summary>
internal static class Outputs
{
    public static string Write(IReadOnlyDictionary<string, string> outputs) =>
        JsonSerializer.Serialize(new SortedDictionary<string, string>(outputs.ToDictionary(), StringComparer.Ordinal));

    public static IReadOnlyDictionary<string, string> Read(string? json) =>
        json is null ? new Dictionary<string, string>() : JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
}
