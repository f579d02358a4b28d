using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Search;

/// <summary>The tables that searches read.</summary>
internal static class SearchTables
{
    public static IQueryable<OptionRow> OptionValues(this TrackerContext db) => db.Set<OptionRow>();

    public static IQueryable<RunOptionSet> RunOptions(this TrackerContext db) => db.Set<RunOptionSet>();

    public static IQueryable<RunSystem> RunSystems(this TrackerContext db) => db.Set<RunSystem>();

    public static IQueryable<RunTag> RunTags(this TrackerContext db) => db.Set<RunTag>();

    public static IQueryable<RunNote> RunNotes(this TrackerContext db) => db.Set<RunNote>();

    public static IQueryable<RunIndexing> RunIndexings(this TrackerContext db) => db.Set<RunIndexing>();
}
