using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>The note on a run, edited in place; what is typed stays when somebody else changes it meanwhile.</summary>
public sealed partial class NoteEditor(Search.RunNotes notes, Toasts toasts)
{
    private bool _isEdited;
    private string _draft = "";

    [Parameter, EditorRequired]
    public required Guid RunId { get; set; }

    [Parameter, EditorRequired]
    public required string Note { get; set; }

    private void Edit() => (_isEdited, _draft) = (true, Note);

    private Task SaveAsync() => toasts.TryAsync(
        async () =>
        {
            await notes.SetAsync(RunId, _draft, CancellationToken.None);
            Note = await notes.OfAsync(RunId, CancellationToken.None);
            _isEdited = false;
        },
        "The note is saved.");
}
