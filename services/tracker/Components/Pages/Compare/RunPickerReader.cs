using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Runs that can be added to a comparison; or what is wrong with the search.</summary>
public sealed record PickerModel(IReadOnlyList<RunRow> Runs, string? Problem)
{
    public const int MaxRuns = 30;
}

/// <summary>Finds runs by the search language, the newest first.</summary>
public sealed class RunPickerReader(RunSearches searches, TrackerDatabase database, TimeProvider time)
{
    public async Task<PickerModel> FindAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            var search = await searches.ParseAsync(text, cancellationToken);
            var found = await database.ReadAsync(
                db => RunReader.RowsAsync(
                    db,
                    db.Experiments().Matching(db, search, time.GetUtcNow()).NewestFirst().Take(PickerModel.MaxRuns),
                    cancellationToken),
                cancellationToken);
            return new PickerModel(found, null);
        }
        catch (SearchException exception)
        {
            var problem = exception.Problem;
            var nearest = problem.Nearest is { } name ? $" Did you mean {name}?" : "";
            return new PickerModel([], $"Character {problem.Position + 1}: {problem.Message}.{nearest}");
        }
    }
}
