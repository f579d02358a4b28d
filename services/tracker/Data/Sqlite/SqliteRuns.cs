using Microsoft.Data.Sqlite;

namespace WeakToStrong.Tracker.Data.Sqlite;

/// <summary>
/// The runs of a store's own database, for a tracker on a server that shares the store: what was run here without
/// servers needs its artifacts too.
/// </summary>
internal static class SqliteRuns
{
    public static Task<IReadOnlyList<string>> StepKeysAsync(string path, CancellationToken cancellationToken) =>
        ReadAsync(
            path, "SELECT DISTINCT step_key FROM run_members", reader => reader.GetString(0), cancellationToken);

    public static Task<IReadOnlyList<Guid>> IdsAsync(string path, CancellationToken cancellationToken) =>
        ReadAsync(path, "SELECT id FROM runs", reader => reader.GetGuid(0), cancellationToken);

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(
        string path, string query, Func<SqliteDataReader, T> read, CancellationToken cancellationToken)
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
        command.CommandText = query;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}
