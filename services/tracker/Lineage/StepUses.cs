using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Lineage;

/// <summary>Reads steps with the runs that have them. A step that a sweep shares is in thousands.</summary>
internal static class StepUses
{
    /// <summary>Runs of one step that are looked at.</summary>
    public const int MostRuns = 2000;

    /// <summary>The steps in the order of the given keys; those that are not there are left out.</summary>
    public static async Task<IReadOnlyList<StepUse>> ReadAsync(
        TrackerContext db, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var steps = await db.Steps.Where(step => keys.Contains(step.Key))
            .Select(step => new { step.Key, step.Kind, step.Status, step.OutputsJson })
            .ToDictionaryAsync(step => step.Key, StringComparer.Ordinal, cancellationToken);
        var members = new Dictionary<string, Members>(StringComparer.Ordinal);
        foreach (var key in steps.Keys)
            members.Add(key, await MembersAsync(db, key, cancellationToken));
        return
        [
            .. from key in keys.Distinct(StringComparer.Ordinal)
               where steps.ContainsKey(key)
               let step = steps[key]
               let member = members[key]
               select new StepUse
               {
                   Key = key,
                   Kind = step.Kind,
                   Status = step.Status,
                   Name = member.Name ?? step.Kind,
                   Run = member.Run,
                   RunCount = member.Count,
                   Outputs = Outputs.Read(step.OutputsJson),
               },
        ];
    }

    private static async Task<Members> MembersAsync(
        TrackerContext db, string key, CancellationToken cancellationToken)
    {
        var members = db.RunMembers.Where(member => member.StepKey == key).Take(MostRuns);
        var count = await members.CountAsync(cancellationToken);
        var newest = await members
            .Join(db.Runs, member => member.RunId, run => run.Id, (member, run) => new
            {
                run.Id, run.Name, run.CreatedAt, StepName = member.Name,
            })
            .OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return newest is null ? new Members(null, null, 0) : new(newest.StepName, new(newest.Id, newest.Name), count);
    }

    private sealed record Members(string? Name, RunUse? Run, int Count);
}
