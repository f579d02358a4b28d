using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Runs;

/// <summary>Filters, order and pages of runs as the database does them.</summary>
internal static class RunSelection
{
    public const string Escape = @"\";

    /// <summary>All that the filter says but its search, which needs more than the runs themselves.</summary>
    public static IQueryable<Run> Matching(this IQueryable<Run> runs, RunFilter filter)
    {
        if (filter.Statuses.Count > 0)
            runs = runs.Where(ShownStatuses.Among(filter.Statuses));
        if (filter.CreatedAfter is { } after)
            runs = runs.Where(run => run.CreatedAt > after);
        if (filter.CreatedBefore is { } before)
            runs = runs.Where(run => run.CreatedAt < before);
        if (!string.IsNullOrEmpty(filter.Name))
            runs = runs.Where(Named(filter.Name));
        return runs;
    }

    /// <summary>Those whose name contains the text, in any case, or whose id begins with it.</summary>
    public static IQueryable<Run> Called(this IQueryable<Run> runs, string text)
    {
        var like = Containing(text);
        return RunIdRange.Of(text) is { } ids
            ? runs.Where(run => EF.Functions.Like(run.Name.ToLower(), like, Escape)
                || (run.Id >= ids.First && run.Id <= ids.Last))
            : runs.Where(run => EF.Functions.Like(run.Name.ToLower(), like, Escape));
    }

    public static IQueryable<Run> WithIds(this IQueryable<Run> runs, RunIdRange range) =>
        runs.Where(run => run.Id >= range.First && run.Id <= range.Last);

    public static IQueryable<Run> NewestFirst(this IQueryable<Run> runs) =>
        runs.OrderByDescending(run => run.CreatedAt).ThenBy(run => run.Id);

    /// <summary>Those that come after the cursor when the newest are first.</summary>
    public static IQueryable<Run> After(this IQueryable<Run> runs, RunCursor cursor) =>
        // The first condition is implied by the second; it is the one that an index can begin at.
        runs.Where(run => run.CreatedAt <= cursor.CreatedAt
            && (run.CreatedAt < cursor.CreatedAt || run.Id > cursor.Id));

    private static Expression<Func<Run, bool>> Named(string pattern)
    {
        if (!pattern.StartsWith('*') && !pattern.EndsWith('*'))
            return run => run.Name == pattern;
        var like = (pattern.StartsWith('*') ? "%" : "") + Literal(pattern.Trim('*'))
            + (pattern.EndsWith('*') ? "%" : "");
        return run => EF.Functions.Like(run.Name.ToLower(), like, Escape);
    }

    /// <summary>What LIKE takes for a text somewhere in another, both in lower case.</summary>
    public static string Containing(string text) => $"%{Literal(text)}%";

    // Lower case on both sides, because by themselves the two databases differ in what LIKE makes of case.
    private static string Literal(string text) =>
        text.ToLowerInvariant().Replace(Escape, Escape + Escape, StringComparison.Ordinal)
            .Replace("%", Escape + "%", StringComparison.Ordinal).Replace("_", Escape + "_", StringComparison.Ordinal);
}
