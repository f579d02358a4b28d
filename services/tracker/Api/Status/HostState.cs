using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeakToStrong.Tracker.Api.Status;

/// <summary>What the app host says of its resources: a file that it writes and this only passes on.</summary>
internal static class HostState
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Null when there is none, or none that can be passed on.</summary>
    public static async Task<JsonNode?> ReadAsync(string? path, CancellationToken cancellationToken)
    {
        if (path is null)
            return null;
        try
        {
            await using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > MaxBytes)
                return null;
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancellationToken);
            return JsonNode.Parse(bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // Not written yet, or half written: the next look finds it.
            return null;
        }
    }
}
