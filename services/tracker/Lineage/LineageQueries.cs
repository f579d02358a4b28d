using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Lineage;

/// <summary>Where an artifact or a file comes from and where it went.</summary>
public sealed class LineageQueries(TrackerDatabase database)
{
    /// <summary>Steps that are shown of how something was made.</summary>
    public const int MostSteps = 60;

    // Equal bytes come out of several steps now and then, of many hardly ever.
    private const int MostMakers = 20;
    private const int MostSources = 200;

    // A use is counted up to here.
    private const int MostUsers = 10_000;

    /// <summary>The steps that made it, the first first; none where no step that is known did.</summary>
    public Task<IReadOnlyList<ArtifactRow>> MakersAsync(string digest, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                var outputs = await db.StepOutputs.AsNoTracking().Where(output => output.Digest == digest)
                    .OrderBy(output => output.MadeAt).ThenBy(output => output.StepKey).ThenBy(output => output.Name)
                    .Take(MostMakers).ToListAsync(cancellationToken);
                return await ArtifactQueries.RowsAsync(db, outputs, cancellationToken);
            },
            cancellationToken);

    /// <summary>The step and all that it needs, up to the data, as far as it is shown.</summary>
    public Task<LineageView> OriginAsync(string stepKey, CancellationToken cancellationToken) =>
        database.ReadAsync(db => OriginAsync(db, stepKey, cancellationToken), cancellationToken);

    /// <summary>Steps that need this output of this step.</summary>
    public Task<UserPage> UsersAsync(string stepKey, string output, int take, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => UsersAsync(
                db,
                db.StepDependencies.Where(row => row.DependsOnKey == stepKey).Needing(output)
                    .Select(row => row.StepKey),
                take,
                cancellationToken),
            cancellationToken);

    /// <summary>Paths under which the file was known, and the steps that read it; none: nobody named it.</summary>
    public Task<(IReadOnlyList<string> Paths, UserPage Users)> SourceAsync(
        string sha256, int take, CancellationToken cancellationToken) =>
        database.ReadAsync<(IReadOnlyList<string>, UserPage)>(
            async db =>
            {
                var sources = db.StepSources.Where(source => source.Sha256 == sha256);
                var paths = await sources.Select(source => source.Path).Distinct().Order().Take(MostMakers)
                    .ToListAsync(cancellationToken);
                return (paths, await UsersAsync(
                    db, sources.Select(source => source.StepKey).Distinct(), take, cancellationToken));
            },
            cancellationToken);

    private static async Task<UserPage> UsersAsync(
        TrackerContext db, IQueryable<string> keys, int take, CancellationToken cancellationToken)
    {
        var total = await keys.Take(MostUsers).CountAsync(cancellationToken);
        var shown = await keys.Order().Take(take).ToListAsync(cancellationToken);
        return new UserPage(await StepUses.ReadAsync(db, shown, cancellationToken), total);
    }

    private static async Task<LineageView> OriginAsync(
        TrackerContext db, string stepKey, CancellationToken cancellationToken)
    {
        var (keys, edges) = (new List<string> { stepKey }, new List<LineageEdge>());
        var (next, isCut) = (new[] { stepKey }, false);
        while (next.Length > 0)
        {
            var inputs = await db.StepDependencies.AsNoTracking().Where(row => next.Contains(row.StepKey))
                .OrderBy(row => row.StepKey).ThenBy(row => row.DependsOnKey).ToListAsync(cancellationToken);
            var found = inputs.Select(row => row.DependsOnKey).Distinct().Except(keys).ToArray();
            next = [.. found.Take(MostSteps - keys.Count)];
            isCut |= next.Length < found.Length;
            keys.AddRange(next);
            edges.AddRange(inputs.Where(row => keys.Contains(row.DependsOnKey)).Select(row =>
                new LineageEdge(row.DependsOnKey, row.StepKey, StepLineage.OutputsOf(row.Outputs))));
        }
        return new LineageView
        {
            Steps = await StepUses.ReadAsync(db, keys, cancellationToken),
            Edges = edges,
            Sources = await SourcesAsync(db, keys, cancellationToken),
            IsCut = isCut,
        };
    }

    private static async Task<IReadOnlyList<SourceUse>> SourcesAsync(
        TrackerContext db, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        await db.StepSources.Where(source => keys.Contains(source.StepKey))
            .OrderBy(source => source.StepKey).ThenBy(source => source.Name).Take(MostSources)
            .Select(source => new SourceUse(source.StepKey, source.Name, source.Sha256, source.Path))
            .ToListAsync(cancellationToken);
}
