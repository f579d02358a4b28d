using Microsoft.Data.Sqlite;

namespace WeakToStrong.Tracker.Data.Sqlite;

/// <summary>
/// A store's database in a folder of its own, for a store that is only looked at: even to read one, SQLite may want to
/// write beside it, and an older one has to be brought up to date first.
/// </summary>
public sealed class SqliteCopy : IDisposable
{
    private const int ReadOnly = 8; // SQLITE_READONLY
    private const int CannotOpen = 14; // SQLITE_CANTOPEN

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-");

    private SqliteCopy()
    {
    }

    public string DatabasePath => Path.Combine(_folder.FullName, "copy.db");

    /// <summary>All that was written to the database until now; nothing where there is none.</summary>
    public static SqliteCopy Of(string databasePath)
    {
        var copy = new SqliteCopy();
        try
        {
            if (File.Exists(databasePath))
                copy.Take(databasePath);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Take(string from)
    {
        try
        {
            TakeBesideItsWriter(from);
        }
        // Whoever works on it keeps a file beside it, through which others may read; without one nobody does.
        catch (SqliteException exception) when (PrimaryCode(exception) is ReadOnly or CannotOpen)
        {
            File.Copy(from, DatabasePath, overwrite: true);
            if (File.Exists(from + SqliteEngine.LogSuffix))
                File.Copy(from + SqliteEngine.LogSuffix, DatabasePath + SqliteEngine.LogSuffix);
        }
    }

    // What a backup fails with is an extended code.
    private static int PrimaryCode(SqliteException exception) => exception.SqliteErrorCode & 0xFF;

    private void TakeBesideItsWriter(string from)
    {
        using var source = Open(from, SqliteOpenMode.ReadOnly);
        using var target = Open(DatabasePath, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(target);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
