using System.Globalization;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Operations;

/// <summary>The disk, what the store and the database take of it, and what a collection would free.</summary>
public sealed partial class StorageCard(RunGarbage garbage, Toasts toasts)
{
    private GarbageReport? _found;

    [Parameter, EditorRequired]
    public required SystemView View { get; set; }

    private string UsedText => (1 - ((double)View.Store.FreeBytes / Math.Max(1, View.Store.DiskBytes)))
        .ToString("0.###", CultureInfo.InvariantCulture);

    private async Task LookAsync()
    {
        try
        {
            _found = await garbage.FindAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            toasts.Failed(exception);
        }
    }

    private async Task CollectAsync()
    {
        Close();
        await toasts.TryAsync(() => garbage.CollectAsync([], CancellationToken.None), "What no run needs is removed.");
    }

    private void Close() => _found = null;
}
