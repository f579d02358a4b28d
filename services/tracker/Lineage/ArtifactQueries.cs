using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Lineage;

/// <summary>Lists what steps made, and the files from outside that they read.</summary>
public sealed class ArtifactQueries(TrackerDatabase database, StepCatalogue catalogue)
{
    /// <summary>As many as a list ever counts and shows; whoever looks for an older one says for which.</summary>
    public const int MostListed = 10_000;

    // Runs whose name fits and whose steps are looked at, the newest of them.
    private const int MostRuns = 200;

    public Task<ArtifactPage> ListAsync(ArtifactFilter filter, CancellationToken cancellationToken) =>
        database.ReadAsync(db => ListAsync(db, filter, cancellationToken), cancellationToken);

    /// <summary>Whether anything was ever made here.</summary>
    public Task<bool> AnyAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(db => db.StepOutputs.AnyAsync(cancellationToken), cancellationToken);

    /// <summary>Files from outside, each content once under every path it had.</summary>
    public Task<SourcePage> SourcesAsync(string text, int skip, int take, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                var rows = Sources(db, text).Take(MostListed);
                return new SourcePage(
                    await rows.Skip(skip).Take(take).ToListAsync(cancellationToken),
                    await rows.CountAsync(cancellationToken));
            },
            cancellationToken);

    private async Task<ArtifactPage> ListAsync(
        TrackerContext db, ArtifactFilter filter, CancellationToken cancellationToken)
    {
        var matching = db.StepOutputs.AsNoTracking();
        if (filter.Kind is { } kind)
            matching = matching.Where(output => output.Kind == kind);
        if (filter.Text.Length > 0)
            matching = matching.Where(await FoundAsync(db, filter.Text.ToLowerInvariant(), cancellationToken));
        var newest = matching.OrderByDescending(output => output.MadeAt)
            .ThenBy(output => output.StepKey).ThenBy(output => output.Name);
        var total = await matching.Take(MostListed).CountAsync(cancellationToken);
        var page = await newest.Take(MostListed).Skip(filter.Skip).Take(filter.Take).ToListAsync(cancellationToken);
        return new ArtifactPage(await RowsAsync(db, page, cancellationToken), total);
    }

    internal static async Task<IReadOnlyList<ArtifactRow>> RowsAsync(
        TrackerContext db, IReadOnlyList<StepOutput> outputs, CancellationToken cancellationToken)
    {
        var keys = outputs.Select(output => output.StepKey).Distinct(StringComparer.Ordinal).ToArray();
        var makers = (await StepUses.ReadAsync(db, keys, cancellationToken))
            .ToDictionary(step => step.Key, StringComparer.Ordinal);
        return
        [
            .. from output in outputs
               where makers.ContainsKey(output.StepKey)
               select new ArtifactRow
               {
                   Digest = output.Digest,
                   Kind = output.Kind,
                   Output = output.Name,
                   MadeAt = output.MadeAt,
                   Maker = makers[output.StepKey],
               },
        ];
    }

    /// <summary>
    /// Kinds and outputs that the text means are few and known, so each condition is one that an index begins with.
    /// </summary>
    private async Task<Expression<Func<StepOutput, bool>>> FoundAsync(
        TrackerContext db, string text, CancellationToken cancellationToken)
    {
        var kinds = catalogue.Kinds.Select(kind => kind.Name).Where(name => Has(name, text)).ToArray();
        var outputs = catalogue.Kinds.SelectMany(kind => kind.Outputs).Distinct().Where(name => Has(name, text))
            .ToArray();
        var runs = await db.Experiments().Called(text).NewestFirst().Take(MostRuns)
            .Select(run => run.Id).ToArrayAsync(cancellationToken);
        var conditions = new List<Expression<Func<StepOutput, bool>>>();
        if (kinds.Length > 0)
            conditions.Add(output => kinds.Contains(output.StepKind));
        if (outputs.Length > 0)
            conditions.Add(output => outputs.Contains(output.Name));
        if (runs.Length > 0)
            conditions.Add(output => db.RunMembers
                .Where(member => runs.Contains(member.RunId)).Select(member => member.StepKey)
                .Contains(output.StepKey));
        if (text.All(char.IsAsciiHexDigit))
        {
            // 'g' comes after every digit of a digest.
            var last = text + 'g';
            conditions.Add(output =>
                string.Compare(output.Digest, text) >= 0 && string.Compare(output.Digest, last) < 0);
        }
        return conditions.Count > 0 ? Predicates.Or(conditions) : output => false;
    }

    private static bool Has(string name, string text) => name.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static IQueryable<SourceRow> Sources(TrackerContext db, string text)
    {
        var lower = text.ToLowerInvariant();
        var like = RunSelection.Containing(text);
        return db.StepSources
            .Where(source => lower == ""
                || EF.Functions.Like(source.Path.ToLower(), like, RunSelection.Escape)
                || source.Sha256.StartsWith(lower))
            .GroupBy(source => new { source.Path, source.Sha256 })
            .Select(group => new SourceRow
            {
                Path = group.Key.Path,
                Sha256 = group.Key.Sha256,
                StepCount = group.Select(source => source.StepKey).Distinct().Count(),
            })
            .OrderBy(row => row.Path).ThenBy(row => row.Sha256);
    }
}
