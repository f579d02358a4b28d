using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>What can be done with a run in the state that it is in; what cannot be undone is asked first.</summary>
public sealed partial class RunActions(RunCommands commands, Toasts toasts, NavigationManager navigation)
{
    private Question _asked;

    [Parameter, EditorRequired]
    public required ExperimentView View { get; set; }

    private bool CanRetry => View.Run.IsHeld || View.Run.Status is RunStatus.Failed or RunStatus.Cancelled;

    private void Close(bool isOpen) => _asked = isOpen ? _asked : Question.None;

    private Task RetryAsync() => toasts.TryAsync(
        () => commands.RetryAsync(View.Run.Id, CancellationToken.None), $"{View.Run.Name} goes on.");

    private async Task CancelAsync()
    {
        _asked = Question.None;
        await toasts.TryAsync(
            () => commands.CancelAsync(View.Run.Id, CancellationToken.None), $"{View.Run.Name} was cancelled.");
    }

    private async Task RemoveAsync()
    {
        _asked = Question.None;
        var isRemoved = false;
        await toasts.TryAsync(
            async () =>
            {
                await commands.RemoveAsync(View.Run.Id, CancellationToken.None);
                isRemoved = true;
            },
            $"{View.Run.Name} was removed.");
        if (isRemoved)
            navigation.NavigateTo("/");
    }

    private enum Question
    {
        None,
        Cancel,
        Remove,
    }
}
