using Npgsql;

namespace WeakToStrong.Tracker.Data.Postgres;

/// <summary>What the server's error codes and a broken connection mean for trying again.</summary>
internal static class PostgresFailures
{
    // A key that two transactions insert at once, or a row that goes while another refers to it: whoever comes second
    // sees on its next trial what the first has made.
    private static readonly string[] Conflicts =
    [
        PostgresErrorCodes.SerializationFailure,
        PostgresErrorCodes.DeadlockDetected,
        PostgresErrorCodes.LockNotAvailable,
        PostgresErrorCodes.UniqueViolation,
        PostgresErrorCodes.ForeignKeyViolation,
    ];

    /// <summary>Beginning of the codes of everything that befalls a connection.</summary>
    private const string ConnectionLost = "08";

    private static readonly string[] Absences =
    [
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.TooManyConnections,
        PostgresErrorCodes.InvalidCatalogName,
        PostgresErrorCodes.ReadOnlySqlTransaction,
    ];

    public static DatabaseFailure Classify(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            if (cause is PostgresException refused)
                return Classify(refused);
            else if (cause is NpgsqlException)
                return DatabaseFailure.Unreachable;
        return DatabaseFailure.Final;
    }

    private static DatabaseFailure Classify(PostgresException refused)
    {
        if (Conflicts.Contains(refused.SqlState))
            return DatabaseFailure.Conflict;
        if (refused.SqlState == PostgresErrorCodes.DiskFull)
            return DatabaseFailure.Full;
        return Absences.Contains(refused.SqlState)
            || refused.SqlState.StartsWith(ConnectionLost, StringComparison.Ordinal)
            ? DatabaseFailure.Unreachable
            : DatabaseFailure.Final;
    }
}
