using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Components.Pages.Operations;

/// <summary>Who can execute steps, where, and what each does now.</summary>
public sealed partial class WorkerTable
{
    // More than these are a number.
    private const int MostSlots = 16;

    [Parameter, EditorRequired]
    public required IReadOnlyList<WorkerRow> Workers { get; set; }

    [Parameter, EditorRequired]
    public required DateTimeOffset SeenAt { get; set; }

    private static string NameOf(WorkerRow worker) =>
        worker.Instance ?? string.Join(" and ", worker.Roles).ToLowerInvariant();

    private static string SlotText(WorkerRow worker) => $"{worker.Attempts.Count} of {worker.SlotCount} used";
}
