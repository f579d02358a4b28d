using Npgsql;
using WeakToStrong.Servers.Postgres;
using WeakToStrong.Servers.Tests.Support;

namespace WeakToStrong.Servers.Tests.Postgres;

[Collection(ServerTests.Name)]
public sealed class LocalPostgresTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task StartAsync_InANewFolder_AnswersAndLeavesNoProcess()
    {
        await using (var postgres = await StartAsync())
        {
            Assert.Equal("off", await AskAsync(postgres.ConnectionString, "SELECT current_setting('is_superuser')"));
            Assert.Equal("UTF8", await AskAsync(postgres.ConnectionString, "SHOW server_encoding"));
            Assert.Equal("on", await AskAsync(postgres.ConnectionString, "SHOW fsync"));
            Assert.Equal(
                "weaktostrong",
                await AskAsync(postgres.ConnectionString,
                    "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'tracker'"));
        }

        await Processes.AssertNoneAsync(_folder.Path);
    }

    /// <summary>The password may be lost and the store moved; the data are found anyway.</summary>
    [Fact]
    public async Task StartAsync_AgainWithAnotherPassword_FindsTheData()
    {
        await using (var postgres = await StartAsync("first"))
            await AskAsync(postgres.ConnectionString, "CREATE TABLE kept AS SELECT 7 AS value");

        await using var again = await StartAsync("second");

        Assert.Equal(7, await AskAsync(again.ConnectionString, "SELECT value FROM kept"));
        var first = new NpgsqlConnectionStringBuilder(again.ConnectionString) { Password = "first" };
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => PostgresServer.CheckAsync(first.ConnectionString));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task StartAsync_WithAnotherDatabase_MakesItBesideTheFirst()
    {
        await using (await StartAsync())
        {
        }

        await using var other = await LocalPostgres.StartAsync(_folder.Server, "other");

        Assert.Equal(2L, await AskAsync(
            other.ConnectionString, "SELECT count(*) FROM pg_database WHERE datname IN ('tracker', 'other')"));
    }

    [Fact]
    public async Task StartAgainAsync_AfterAKill_HasWhatWasCommitted()
    {
        await using var postgres = await StartAsync();
        await AskAsync(postgres.ConnectionString, "CREATE TABLE kept AS SELECT 7 AS value");
        var port = postgres.Port;

        postgres.Kill();
        await postgres.StartAgainAsync();

        Assert.Equal(port, postgres.Port);
        Assert.Equal(7, await AskAsync(postgres.ConnectionString, "SELECT value FROM kept"));
    }

    [Fact]
    public async Task StartAgainAsync_ThatIsGivenUp_LeavesNothingToStop()
    {
        await using var postgres = await StartAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => postgres.StartAgainAsync(new CancellationToken(canceled: true)));

        await postgres.DisposeAsync();
        await Processes.AssertNoneAsync(_folder.Path);
    }

    [Fact]
    public async Task StartAgainAsync_OfARunningServerWithAClient_DoesNotWaitForTheClient()
    {
        await using var postgres = await StartAsync();
        await using var client = await NpgsqlDataSource.Create(postgres.ConnectionString).OpenConnectionAsync();

        await postgres.StartAgainAsync().WaitAsync(TimeSpan.FromSeconds(15));

        await PostgresServer.CheckAsync(postgres.ConnectionString);
    }

    [Fact]
    public async Task StartAsync_InAFolderInUse_IsRefused()
    {
        await using var postgres = await StartAsync();

        var refused = await Assert.ThrowsAsync<ServerStartException>(() => StartAsync());

        Assert.Contains("is in use by another server", refused.Message, StringComparison.Ordinal);
        await PostgresServer.CheckAsync(postgres.ConnectionString);
    }

    [Fact]
    public async Task StartAsync_InAFolderInUse_WaitsForAServerThatIsStopping()
    {
        var postgres = await StartAsync();
        var next = StartAsync();
        await postgres.DisposeAsync();

        await using var second = await next;

        await PostgresServer.CheckAsync(second.ConnectionString);
    }

    [Theory]
    [InlineData("Tracker")]
    [InlineData("tracker'; DROP DATABASE postgres")]
    [InlineData("")]
    public async Task StartAsync_WithAStrangeDatabaseName_IsRefused(string database) =>
        await Assert.ThrowsAsync<ArgumentException>(() => LocalPostgres.StartAsync(_folder.Server, database));

    [Fact]
    public async Task StartAsync_WithAPasswordThatIsNotAscii_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync("passw\u00f6rd"));

    private Task<LocalPostgres> StartAsync(string? password = null) =>
        LocalPostgres.StartAsync(_folder.Server, "tracker", password);

    private static async Task<object?> AskAsync(string connectionString, string sql)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var source = NpgsqlDataSource.Create(unpooled);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
