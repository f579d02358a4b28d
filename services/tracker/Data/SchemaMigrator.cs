using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace WeakToStrong.Tracker.Data;

/// <summary>
/// Applies the numbered files under <c>Schema/PROVIDER</c>, each once, in order, all in one transaction that holds
/// the database's write lock: two processes that start together apply them once.
/// </summary>
internal static class SchemaMigrator
{
    private const string ProviderFolder = "Schema/sqlite/";

    public static async Task ApplyAsync(TrackerContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL;", cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync(
            "CREATE TABLE IF NOT EXISTS schema_files (name TEXT NOT NULL PRIMARY KEY, applied_at INTEGER NOT NULL);",
            cancellationToken);
        var applied = await db.Database
            .SqlQueryRaw<string>("SELECT name AS \"Value\" FROM schema_files").ToListAsync(cancellationToken);
        foreach (var (name, sql) in Files().Where(file => !applied.Contains(file.Name)))
        {
            await db.Database.ExecuteSqlRawAsync(sql, cancellationToken);
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO schema_files (name, applied_at) VALUES ({name}, {now})", cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private static IEnumerable<(string Name, string Sql)> Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!resource.StartsWith(ProviderFolder, StringComparison.Ordinal))
                continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[ProviderFolder.Length..], reader.ReadToEnd());
        }
    }
}
