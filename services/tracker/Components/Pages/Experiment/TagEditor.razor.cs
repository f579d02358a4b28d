using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>The words on a run, added and taken away in place.</summary>
public sealed partial class TagEditor(Search.Tags tags, Toasts toasts)
{
    private string _draft = "";

    [Parameter, EditorRequired]
    public required Guid RunId { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Tags { get; set; }

    private static string SearchHref(string tag) => $"/?filter={Uri.EscapeDataString($"tag = \"{tag}\"")}";

    private async Task AddAsync()
    {
        if (string.IsNullOrWhiteSpace(_draft))
            return;
        var draft = _draft;
        if (await TryAsync(() => tags.AddAsync(RunId, draft, CancellationToken.None), "The tag is added."))
            _draft = "";
    }

    private Task<bool> RemoveAsync(string tag) => TryAsync(
        () => tags.RemoveAsync(RunId, tag, CancellationToken.None), $"The tag {tag} is removed.");

    private async Task<bool> TryAsync(Func<Task> change, string done)
    {
        var isDone = false;
        await toasts.TryAsync(
            async () =>
            {
                await change();
                Tags = [.. (await tags.OfAsync([RunId], CancellationToken.None))[RunId]];
                isDone = true;
            },
            done);
        return isDone;
    }
}
