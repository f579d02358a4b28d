using System.Text.Json;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Runs;

/// <summary>Statuses as people and programs write them: <c>queued</c>, as everywhere in JSON.</summary>
public static class RunStatusWords
{
    /// <summary>All of them, for "allowed: …".</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<RunStatus>().Select(Of));

    public static string Of(RunStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    /// <summary>Null for a word that is none.</summary>
    public static RunStatus? Find(string word)
    {
        foreach (var status in Enum.GetValues<RunStatus>())
            if (Of(status) == word)
                return status;
        return null;
    }
}
