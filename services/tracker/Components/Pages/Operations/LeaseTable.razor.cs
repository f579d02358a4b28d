using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Components.Pages.Operations;

/// <summary>What is being executed, and until when each attempt counts as alive.</summary>
public sealed partial class LeaseTable
{
    [Parameter, EditorRequired]
    public required SystemModel Model { get; set; }

    private static double? FractionOf(WorkerAttempt attempt) =>
        attempt.TotalCount > 0 ? (double)attempt.DoneCount / attempt.TotalCount : null;

    private string LeaseText(WorkerAttempt attempt) => attempt.LeaseUntil > Model.SeenAt
        ? $"{Numbers.Duration(attempt.LeaseUntil - Model.SeenAt)} left"
        : "over";
}
