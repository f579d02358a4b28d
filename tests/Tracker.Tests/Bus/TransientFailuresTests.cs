using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using WeakToStrong.ServiceDefaults;

namespace WeakToStrong.Tracker.Tests.Bus;

public sealed class TransientFailuresTests
{
    [Theory]
    [InlineData("57P01")] // The server is shutting down.
    [InlineData("57P03")] // It is starting up.
    [InlineData("08006")] // The connection broke.
    [InlineData("53300")] // It has too many.
    [InlineData("40001")] // Two transactions could not be put in an order.
    [InlineData("25006")] // It is a standby now.
    public void Include_AnAbsentPostgres_IsTransient(string state) =>
        Assert.True(TransientFailures.Include(Refused(state)));

    [Theory]
    [InlineData("23505")] // A key is there twice.
    [InlineData("42P01")] // There is no such table.
    [InlineData("22003")] // A number is too large.
    public void Include_AMistakeOfOurs_IsNot(string state) => Assert.False(TransientFailures.Include(Refused(state)));

    [Theory]
    [InlineData(5, true)] // Busy.
    [InlineData(6, true)] // Locked.
    [InlineData(1, false)] // Wrong SQL.
    [InlineData(55, false)]
    public void Include_Sqlite_IsTransientWhereItIsBusy(int code, bool isTransient) =>
        Assert.Equal(
            isTransient, TransientFailures.Include(new SqliteException($"SQLite Error {code}: 'it is said'.", code)));

    [Fact]
    public void Include_Causes_AreLookedAt()
    {
        var broken = new NpgsqlException("reading", new IOException("gone", new SocketException(104)));

        Assert.True(TransientFailures.Include(broken));
        Assert.True(TransientFailures.Include(new InvalidOperationException("while saving", broken)));
        Assert.True(TransientFailures.Include(new AggregateException(new ArgumentException("bug"), broken)));
        Assert.True(TransientFailures.Include(new TimeoutException()));
        Assert.False(TransientFailures.Include(new InvalidOperationException("bug", new FormatException())));
        Assert.False(TransientFailures.Include(new FileNotFoundException()));
        Assert.False(TransientFailures.Include(new OperationCanceledException()));
    }

    private static PostgresException Refused(string state) => new("as the test wants it", "ERROR", "ERROR", state);
}
