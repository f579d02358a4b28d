using System.Text.Json;
using Microsoft.JSInterop;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>What was typed and not launched yet.</summary>
internal sealed record LaunchDraft(string Text, SweepDraft Sweep);

/// <summary>Keeps drafts in the browser's tab, so that a page that is loaded again goes on where it was.</summary>
internal static class DraftStore
{
    private const string Prefix = "w2s-launch?";

    // As JSON it has to come back in one message of the circuit.
    private const int MaxLength = 100_000;

    public static async Task<LaunchDraft?> ReadAsync(IJSRuntime scripts, string origin)
    {
        try
        {
            var kept = await scripts.InvokeAsync<string?>("sessionStorage.getItem", Prefix + origin);
            return kept is null ? null : JsonSerializer.Deserialize<LaunchDraft>(kept);
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or JsonException)
        {
            return null;
        }
    }

    public static Task WriteAsync(IJSRuntime scripts, string origin, LaunchDraft draft) =>
        JsonSerializer.Serialize(draft) is { Length: <= MaxLength } kept
            ? TryAsync(scripts, "sessionStorage.setItem", Prefix + origin, kept)
            : RemoveAsync(scripts, origin);

    public static Task RemoveAsync(IJSRuntime scripts, string origin) =>
        TryAsync(scripts, "sessionStorage.removeItem", Prefix + origin);

    // A browser that keeps nothing is no reason not to launch.
    private static async Task TryAsync(IJSRuntime scripts, string method, params object?[] arguments)
    {
        try
        {
            await scripts.InvokeVoidAsync(method, arguments);
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException)
        {
        }
    }
}
