using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Api.Status;

namespace WeakToStrong.Tracker.Components.Pages.Operations;

/// <summary>What waits: steps in the database, which is the only queue of work, and messages in the broker.</summary>
public sealed partial class QueueTables
{
    [Parameter, EditorRequired]
    public required SystemView View { get; set; }
}
