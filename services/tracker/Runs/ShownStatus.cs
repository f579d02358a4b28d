using System.Linq.Expressions;
using System.Text.Json;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Runs;

/// <summary>A run's status as people see it and ask for it.</summary>
public enum ShownStatus
{
    Queued,
    Running,

    /// <summary>Queued or running, and held: its host ended before it did.</summary>
    Interrupted,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>Shown statuses as words, of runs, and as a condition on them.</summary>
public static class ShownStatuses
{
    /// <summary>All of them as words, for "allowed: …".</summary>
    public static string Words { get; } = string.Join(", ", Enum.GetValues<ShownStatus>().Select(Word));

    /// <summary>As people and programs write it: <c>queued</c>, as everywhere in JSON.</summary>
    public static string Word(this ShownStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    /// <summary>Null for a word that is none.</summary>
    public static ShownStatus? Find(string word)
    {
        foreach (var status in Enum.GetValues<ShownStatus>())
            if (status.Word() == word)
                return status;
        return null;
    }

    public static ShownStatus Of(RunStatus status, bool isHeld) => status switch
    {
        RunStatus.Queued or RunStatus.Running when isHeld => ShownStatus.Interrupted,
        RunStatus.Queued => ShownStatus.Queued,
        RunStatus.Running => ShownStatus.Running,
        RunStatus.Completed => ShownStatus.Completed,
        RunStatus.Failed => ShownStatus.Failed,
        RunStatus.Cancelled => ShownStatus.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>Whether a run is shown as one of these, as the database says it.</summary>
    public static Expression<Func<Run, bool>> Among(IReadOnlyCollection<ShownStatus> shown)
    {
        var free = Stored(shown, isHeld: false);
        var held = Stored(shown, isHeld: true);
        RunStatus[] either = [.. free.Union(held)];
        // The first condition is implied by the others; it is the one that an index can begin at.
        return run => either.Contains(run.Status)
            && ((run.HeldAt == null && free.Contains(run.Status))
                || (run.HeldAt != null && held.Contains(run.Status)));
    }

    private static RunStatus[] Stored(IReadOnlyCollection<ShownStatus> shown, bool isHeld) =>
        [.. Enum.GetValues<RunStatus>().Where(status => shown.Contains(Of(status, isHeld)))];
}
