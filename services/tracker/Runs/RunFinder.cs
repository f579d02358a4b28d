using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Runs;

/// <summary>Finds the run that people mean, by indexes: however many runs there are, a few are looked at.</summary>
internal static class RunFinder
{
    private const int ShownCandidates = 5;

    public static async Task<Guid> FindAsync(TrackerContext db, string idOrName, CancellationToken cancellationToken)
    {
        var named = await db.Experiments().Where(run => run.Name == idOrName).NewestFirst()
            .Select(run => (Guid?)run.Id).FirstOrDefaultAsync(cancellationToken);
        if (named is { } found)
            return found;
        if (RunIdRange.Of(idOrName) is not { } range)
            throw new RunNotFoundException(idOrName);
        var ids = await db.Runs.WithIds(range).OrderBy(run => run.Id)
            .Select(run => run.Id).Take(ShownCandidates + 1).ToListAsync(cancellationToken);
        return ids switch
        {
            [] => throw new RunNotFoundException(idOrName),
            [var only] => only,
            _ => throw new AmbiguousRunException(
                idOrName, [.. ids.Take(ShownCandidates).Select(id => id.ToString("N"))], ids.Count > ShownCandidates),
        };
    }
}
