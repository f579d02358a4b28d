using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Lineage;

/// <summary>
/// Reads steps with the runs that have them, however many steps in two queries. A step that a sweep shares is in
/// thousands.
/// </summary>
internal static class StepUses
{
    /// <summary>Runs of one step that are looked at.</summary>
    public const int MostRuns = 2000;

    /// <summary>The steps in the order of the given keys; those that are not there are left out.</summary>
    public static async Task<IReadOnlyList<StepUse>> ReadAsync(
        TrackerContext db, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var steps = await db.Steps.Where(step => keys.Contains(step.Key))
            .Select(step => new
            {
                step.Key,
                step.Kind,
                step.Status,
                step.OutputsJson,
                RunCount = db.RunMembers.Where(member => member.StepKey == step.Key).Take(MostRuns).Count(),
                NewestRun = db.RunMembers.Where(member => member.StepKey == step.Key).Take(MostRuns)
                    .Join(db.Runs, member => member.RunId, run => run.Id, (_, run) => run)
                    .OrderByDescending(run => run.CreatedAt).ThenBy(run => run.Id)
                    .Select(run => (Guid?)run.Id).FirstOrDefault(),
            })
            .ToDictionaryAsync(step => step.Key, StringComparer.Ordinal, cancellationToken);
        var members = await MembersAsync(
            db, keys, [.. steps.Values.Select(step => step.NewestRun).OfType<Guid>().Distinct()], cancellationToken);
        return
        [
            .. from key in keys.Distinct(StringComparer.Ordinal)
               where steps.ContainsKey(key)
               let step = steps[key]
               let member = members.GetValueOrDefault((key, step.NewestRun ?? default))
               select new StepUse
               {
                   Key = key,
                   Kind = step.Kind,
                   Status = step.Status,
                   Name = member?.StepName ?? step.Kind,
                   Run = member?.Run,
                   RunCount = step.RunCount,
                   Outputs = Outputs.Read(step.OutputsJson),
               },
        ];
    }

    private static async Task<Dictionary<(string StepKey, Guid RunId), Member>> MembersAsync(
        TrackerContext db, IReadOnlyList<string> keys, Guid[] runIds, CancellationToken cancellationToken)
    {
        var members = await db.RunMembers
            .Where(member => runIds.Contains(member.RunId) && keys.Contains(member.StepKey))
            .Join(db.Runs, member => member.RunId, run => run.Id, (member, run) => new
            {
                member.StepKey, member.RunId, StepName = member.Name, RunName = run.Name,
            })
            .ToListAsync(cancellationToken);
        return members.ToDictionary(
            row => (row.StepKey, row.RunId), row => new Member(row.StepName, new RunUse(row.RunId, row.RunName)));
    }

    private sealed record Member(string StepName, RunUse Run);
}
