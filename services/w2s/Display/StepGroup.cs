using System.Text.RegularExpressions;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>Steps that differ in their seed alone.</summary>
/// <param name="Name">Theirs, without the seed.</param>
/// <param name="Steps">At least one.</param>
internal sealed partial record StepGroup(string Name, IReadOnlyList<StepRow> Steps)
{
    /// <summary>The step whose state the user has to know most of all.</summary>
    public StepRow Worst => Steps.MinBy(step => (Order(step.Status), step.IsCached))!;

    /// <summary>In the order in which the first of each comes.</summary>
    public static IReadOnlyList<StepGroup> Of(IEnumerable<StepRow> steps) =>
        [.. steps.GroupBy(step => Seed().Replace(step.Name, "")).Select(group => new StepGroup(group.Key, [.. group]))];

    private static int Order(StepStatus status) => status switch
    {
        StepStatus.Failed => 0,
        StepStatus.Cancelled => 1,
        StepStatus.Running => 2,
        StepStatus.Ready => 3,
        StepStatus.Waiting => 4,
        _ => 5,
    };

    [GeneratedRegex(@"\bseed \d+ / ")]
    private static partial Regex Seed();
}
