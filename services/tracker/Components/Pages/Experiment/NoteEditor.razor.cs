using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>
/// The note on a run, edited in place. What is typed stays when somebody else changes the note meanwhile, and replaces
/// theirs only once it has been seen.
/// </summary>
public sealed partial class NoteEditor(Search.RunNotes notes, Toasts toasts)
{
    private bool _isEdited;
    private bool _isOvertaken;
    private string _edited = "";
    private string _draft = "";

    [Parameter, EditorRequired]
    public required Guid RunId { get; set; }

    [Parameter, EditorRequired]
    public required string Note { get; set; }

    private void Edit() => (_isEdited, _isOvertaken, _edited, _draft) = (true, false, Note, Note);

    private async Task SaveAsync()
    {
        try
        {
            var isSaved = await notes.TryReplaceAsync(RunId, _edited, _draft, CancellationToken.None);
            Note = await notes.OfAsync(RunId, CancellationToken.None);
            (_isEdited, _isOvertaken, _edited) = (!isSaved, !isSaved, Note);
            if (isSaved)
                toasts.Done("The note is saved.");
        }
        catch (Exception exception)
        {
            toasts.Failed(exception);
        }
    }
}
