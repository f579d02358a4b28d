using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Runs;

/// <summary>Finds the run that people mean, by indexes: however many runs there are, a few are looked at.</summary>
internal static class RunFinder
{
    private const int ShownCandidates = 5;
    private const int DigitsOfId = 32;

    public static async Task<Guid> FindAsync(TrackerContext db, string idOrName, CancellationToken cancellationToken)
    {
        var named = await db.Runs.Where(run => run.Name == idOrName).OrderByDescending(run => run.CreatedAt)
            .Select(run => (Guid?)run.Id).FirstOrDefaultAsync(cancellationToken);
        if (named is { } found)
            return found;
        var matches = await WithIdAsync(db, idOrName, cancellationToken);
        return matches switch
        {
            [] => throw new RunNotFoundException(idOrName),
            [var only] => only,
            _ => throw new AmbiguousRunException(idOrName, [.. matches.Select(id => id.ToString("N"))]),
        };
    }

    /// <summary>Ids that begin so lie between the beginning with zeros and the beginning with the highest digits.</summary>
    private static async Task<List<Guid>> WithIdAsync(
        TrackerContext db, string beginning, CancellationToken cancellationToken)
    {
        var digits = beginning.Replace("-", "", StringComparison.Ordinal);
        if (digits.Length is 0 or > DigitsOfId || !digits.All(char.IsAsciiHexDigit))
            return [];
        var first = Guid.ParseExact(digits.PadRight(DigitsOfId, '0'), "N");
        var last = Guid.ParseExact(digits.PadRight(DigitsOfId, 'f'), "N");
        return await db.Runs.Where(run => run.Id >= first && run.Id <= last).OrderBy(run => run.Id)
            .Select(run => run.Id).Take(ShownCandidates).ToListAsync(cancellationToken);
    }
}
