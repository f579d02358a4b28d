using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Search;

/// <summary>Words that people put on runs to find them again.</summary>
public sealed class Tags(TrackerDatabase database)
{
    public const int MaxLength = 50;
    public const int MaxCount = 20;

    /// <summary>Small letters, single blanks: what people take for the same tag is one.</summary>
    /// <exception cref="InputException">It is empty, too long, or has characters that nobody sees.</exception>
    public static string Normal(string tag)
    {
        var words = tag.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var normal = string.Join(' ', words).ToLowerInvariant();
        return normal.Length is > 0 and <= MaxLength && !normal.Any(char.IsControl)
            ? normal
            : throw new InputException("tag", null, $"allowed are 1 to {MaxLength} visible characters");
    }

    /// <summary>The run has these tags from now on, and no others.</summary>
    /// <exception cref="InputException">One is no tag, or there are too many.</exception>
    public async Task SetAsync(Guid runId, IEnumerable<string> tags, CancellationToken cancellationToken)
    {
        var wanted = tags.Select(Normal).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (wanted.Length > MaxCount)
            throw TooMany();
        await database.WriteAsync(db => SetAsync(db, runId, wanted), cancellationToken);
    }

    /// <summary>The run has this tag too; its others stay as they are.</summary>
    /// <exception cref="InputException">It is no tag, or one too many.</exception>
    public Task AddAsync(Guid runId, string tag, CancellationToken cancellationToken)
    {
        var added = Normal(tag);
        return database.WriteAsync(
            async db =>
            {
                var isNew = await InsertAsync(db, runId, added);
                if (await db.RunTags().CountAsync(row => row.RunId == runId, cancellationToken) > MaxCount)
                    throw TooMany();
                db.Tell(TrackerChange.View);
                return isNew;
            },
            cancellationToken);
    }

    /// <summary>The run has this tag no more; its others stay as they are.</summary>
    /// <exception cref="InputException">It is no tag.</exception>
    public Task RemoveAsync(Guid runId, string tag, CancellationToken cancellationToken)
    {
        var removed = Normal(tag);
        return database.WriteAsync(
            db =>
            {
                db.Tell(TrackerChange.View);
                return db.RunTags().Where(row => row.RunId == runId && row.Tag == removed)
                    .ExecuteDeleteAsync(cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Of each run that has any, in alphabetical order.</summary>
    public async Task<ILookup<Guid, string>> OfAsync(
        IReadOnlyCollection<Guid> runIds, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            db => db.RunTags().Where(row => runIds.Contains(row.RunId)).ToListAsync(cancellationToken),
            cancellationToken);
        return rows.OrderBy(row => row.Tag, StringComparer.Ordinal).ToLookup(row => row.RunId, row => row.Tag);
    }

    private static async Task<int> SetAsync(TrackerContext db, Guid runId, string[] tags)
    {
        await db.RunTags().Where(row => row.RunId == runId && !tags.Contains(row.Tag)).ExecuteDeleteAsync();
        db.Tell(TrackerChange.View);
        foreach (var tag in tags)
            await InsertAsync(db, runId, tag);
        return tags.Length;
    }

    private static Task<int> InsertAsync(TrackerContext db, Guid runId, string tag) => db.Database.ExecuteSqlAsync(
        $"INSERT INTO run_tags (run_id, tag) VALUES ({runId}, {tag}) ON CONFLICT DO NOTHING");

    private static InputException TooMany() => new("tag", null, $"a run has at most {MaxCount} tags");
}
