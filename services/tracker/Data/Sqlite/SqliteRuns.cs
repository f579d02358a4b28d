using Microsoft.Data.Sqlite;

namespace WeakToStrong.Tracker.Data.Sqlite;

/// <summary>
/// The runs of a store's own database, for a tracker on a server that shares the store: what was run here without
/// servers needs its artifacts too.
/// </summary>
internal static class SqliteRuns
{
    public static async Task<IReadOnlyList<string>> StepKeysAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return [];
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        };
        await using var connection = new SqliteConnection(settings.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT DISTINCT step_key FROM run_members";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            keys.Add(reader.GetString(0));
        return keys;
    }
}
