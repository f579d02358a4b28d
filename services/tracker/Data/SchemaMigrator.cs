using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace WeakToStrong.Tracker.Data;

/// <summary>
/// Applies the numbered files under <c>Schema/ENGINE</c>, each once, in order, all in one transaction that holds the
/// engine's lock for it: processes that start together apply them once.
/// </summary>
internal static class SchemaMigrator
{
    public static async Task ApplyAsync(TrackerContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        await db.Engine.PrepareSchemaAsync(db, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Engine.LockSchemaAsync(db, cancellationToken);
        await db.Database.ExecuteSqlRawAsync(
            "CREATE TABLE IF NOT EXISTS schema_files (name TEXT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL);",
            cancellationToken);
        var applied = await db.Database
            .SqlQueryRaw<string>("SELECT name AS \"Value\" FROM schema_files").ToListAsync(cancellationToken);
        foreach (var (name, sql) in Files(db.Engine.SchemaFolder).Where(file => !applied.Contains(file.Name)))
        {
            await db.Database.ExecuteSqlRawAsync(sql, cancellationToken);
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO schema_files (name, applied_at) VALUES ({name}, {now})", cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private static IEnumerable<(string Name, string Sql)> Files(string engine)
    {
        var folder = $"Schema/{engine}/";
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!resource.StartsWith(folder, StringComparison.Ordinal))
                continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[folder.Length..], reader.ReadToEnd());
        }
    }
}
