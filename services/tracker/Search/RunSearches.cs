using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Search;

/// <summary>The search language over this tracker's runs: the same for the API, the command line and pages.</summary>
public sealed class RunSearches(StepCatalogue catalogue, TrackerDatabase database)
{
    // Names of systems and metrics, and texts of fields, are taken from the latest runs: enough for a word to be
    // completed, and as fast with many runs as with few.
    private const int LatestRuns = 50;
    private const int LatestNames = 200;
    private const int MaxKnown = 500;

    private readonly SearchVocabulary _vocabulary = SearchVocabulary.Of(catalogue);

    /// <exception cref="SearchException">It is wrong; where, and what may have been meant.</exception>
    public async Task<RunSearch> ParseAsync(string? text, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text))
            return RunSearch.All;
        try
        {
            return RunSearch.Parse(text, _vocabulary);
        }
        catch (SearchException)
        {
            // The same error, but with what is known of this tracker's runs it may name what was meant.
            return RunSearch.Parse(text, await SeenAsync(cancellationToken));
        }
    }

    /// <summary>How the text may go on at the caret.</summary>
    public async Task<SearchCompletion> CompleteAsync(string text, int caret, CancellationToken cancellationToken)
    {
        var vocabulary = await SeenAsync(cancellationToken);
        var completion = SearchCompletion.At(text, caret, vocabulary);
        return completion.Field is { Kind: SearchFieldKind.Text or SearchFieldKind.Any } field
            ? SearchCompletion.At(text, caret, vocabulary, await KnownAsync(field, cancellationToken))
            : completion;
    }

    private Task<SearchVocabulary> SeenAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                var latest = db.Experiments().OrderByDescending(run => run.CreatedAt).Take(LatestRuns)
                    .Select(run => run.Id);
                var systems = db.RunSystems().Where(system => latest.Contains(system.RunId))
                    .Select(system => system.Name).Distinct();
                var metrics = db.RunMembers.Where(member => latest.Contains(member.RunId))
                    .Join(db.StepSeries, member => member.StepKey, each => each.StepKey, (member, each) => each.Name)
                    .Distinct();
                return _vocabulary with
                {
                    Systems = await SortedAsync(systems, cancellationToken),
                    Metrics = await SortedAsync(metrics, cancellationToken),
                };
            },
            cancellationToken);

    private Task<IReadOnlyList<string>> KnownAsync(SearchField field, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => field switch
            {
                RunField { Property: RunProperty.Name } => SortedAsync(
                    db.Experiments().OrderByDescending(run => run.CreatedAt).Take(LatestNames)
                        .Select(run => run.Name).Distinct(),
                    cancellationToken),
                RunField { Property: RunProperty.Task } => Task.FromResult<IReadOnlyList<string>>(
                    [.. catalogue.Tasks.Select(task => task.Name)]),
                RunField { Property: RunProperty.Author } => SortedAsync(
                    db.Experiments().OrderByDescending(run => run.CreatedAt).Take(LatestNames)
                        .Where(run => run.Author != null).Select(run => run.Author!).Distinct(),
                    cancellationToken),
                RunField => SortedAsync(db.RunTags().Select(row => row.Tag).Distinct(), cancellationToken),
                OptionField { Option.Path: var path } => SortedAsync(
                    db.OptionValues().Where(option => option.Path == path && option.Text != null)
                        .Select(option => option.Text!).Distinct(),
                    cancellationToken),
                _ => Task.FromResult<IReadOnlyList<string>>([]),
            },
            cancellationToken);

    private static async Task<IReadOnlyList<string>> SortedAsync(
        IQueryable<string> names, CancellationToken cancellationToken) =>
        await names.Order().Take(MaxKnown).ToListAsync(cancellationToken);
}

/// <summary>Searches as a part of queries.</summary>
internal static class RunSearchQueries
{
    /// <param name="runs">What is filtered further.</param>
    /// <param name="db">The context of the runs.</param>
    /// <param name="search">What is looked for.</param>
    /// <param name="now">What <c>now</c> in it means: the same for all pages of one list.</param>
    public static IQueryable<Run> Matching(
        this IQueryable<Run> runs, TrackerContext db, RunSearch search, DateTimeOffset now) =>
        runs.Where(new SearchTranslator(db, now).Holds(search.Expression));
}
