using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Search;

/// <summary>What people write about runs: why they were made, what was seen.</summary>
public sealed class RunNotes(TrackerDatabase database)
{
    public const int MaxLength = 20_000;

    /// <summary>The run's note; empty where nobody has written one.</summary>
    public async Task<string> OfAsync(Guid runId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            db => db.RunNotes().Where(note => note.RunId == runId).Select(note => note.Text)
                .FirstOrDefaultAsync(cancellationToken),
            cancellationToken) ?? "";

    /// <summary>The run has this note from now on; an empty one is none.</summary>
    /// <exception cref="InputException">It is too long, or has characters that nobody sees.</exception>
    public Task SetAsync(Guid runId, string text, CancellationToken cancellationToken)
    {
        var note = Normal(text);
        return database.WriteAsync(
            db =>
            {
                db.Tell(TrackerChange.View);
                return SetAsync(db, runId, note);
            },
            cancellationToken);
    }

    /// <summary>The run has this note from now on, if the one it has is still the one that was edited.</summary>
    /// <exception cref="InputException">It is too long, or has characters that nobody sees.</exception>
    /// <returns>Whether it was.</returns>
    public async Task<bool> TryReplaceAsync(
        Guid runId, string edited, string text, CancellationToken cancellationToken)
    {
        var note = Normal(text);
        return await database.WriteAsync(
            db =>
            {
                db.Tell(TrackerChange.View);
                return ReplaceAsync(db, runId, edited, note);
            },
            cancellationToken) > 0;
    }

    private static string Normal(string text)
    {
        var note = text.ReplaceLineEndings("\n").TrimEnd();
        if (note.Length > MaxLength)
            throw new InputException("note", null, $"has {note.Length} characters; allowed are {MaxLength}");
        return note.Any(character => char.IsControl(character) && character is not ('\n' or '\t'))
            ? throw new InputException("note", null, "has control characters; allowed are lines of text")
            : note;
    }

    private static Task<int> SetAsync(TrackerContext db, Guid runId, string note) => note.Length == 0
        ? db.RunNotes().Where(row => row.RunId == runId).ExecuteDeleteAsync()
        : db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO run_notes (run_id, text) VALUES ({runId}, {note})
            ON CONFLICT (run_id) DO UPDATE SET text = excluded.text
            """);

    /// <returns>1, or 0 where another note is stored.</returns>
    private static async Task<int> ReplaceAsync(TrackerContext db, Guid runId, string edited, string note)
    {
        var stored = db.RunNotes().Where(row => row.RunId == runId);
        return (edited, note) switch
        {
            ("", "") => await stored.AnyAsync() ? 0 : 1,
            ("", _) => await db.Database.ExecuteSqlAsync(
                $"INSERT INTO run_notes (run_id, text) VALUES ({runId}, {note}) ON CONFLICT DO NOTHING"),
            (_, "") => await stored.Where(row => row.Text == edited).ExecuteDeleteAsync(),
            _ => await stored.Where(row => row.Text == edited)
                .ExecuteUpdateAsync(row => row.SetProperty(each => each.Text, note)),
        };
    }
}
