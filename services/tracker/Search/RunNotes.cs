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
}
