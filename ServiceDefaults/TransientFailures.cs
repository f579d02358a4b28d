using System.Data.Common;
using System.Net.Sockets;

namespace WeakToStrong.ServiceDefaults;

/// <summary>
/// Failures that pass by themselves: a database that is starting, stopping, failing over or busy, a connection that broke.
/// The providers are known by what they share and by their error codes; none of them is referenced here.
/// </summary>
public static class TransientFailures
{
    /// <summary>
    /// Classes of SQLSTATE: connection, transaction rolled back, resources, operator's intervention (shutting down,
    /// starting up), and a primary that has become read-only.
    /// </summary>
    private static readonly string[] TransientStates = ["08", "40", "53", "57P", "25006"];

    /// <summary>SQLite says these when another connection holds the lock.</summary>
    private static readonly string[] BusyMessages = ["SQLite Error 5:", "SQLite Error 6:"];

    /// <summary>True when the exception, or one that it was caused by, is such a failure.</summary>
    public static bool Include(Exception? exception) => exception switch
    {
        null => false,
        DbException database => IsTransient(database) || Include(database.InnerException),
        TimeoutException or SocketException => true,
        AggregateException several => several.InnerExceptions.Any(Include),
        _ => Include(exception.InnerException),
    };

    private static bool IsTransient(DbException exception) =>
        exception.IsTransient
        || TransientStates.Any(state => exception.SqlState?.StartsWith(state, StringComparison.Ordinal) ?? false)
        || BusyMessages.Any(message => exception.Message.StartsWith(message, StringComparison.Ordinal));
}
