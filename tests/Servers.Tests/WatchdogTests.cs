using System.Diagnostics;
using Npgsql;
using WeakToStrong.Servers.Postgres;
using WeakToStrong.Servers.RabbitMq;
using WeakToStrong.Servers.Tests.Support;

namespace WeakToStrong.Servers.Tests;

/// <summary>Whoever dies, and however: no process is left behind, and the next start works.</summary>
[Collection(ServerTests.Name)]
public sealed class WatchdogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HashSet<int> _ports = [];

    public static TheoryData<string> Servers => ["postgres", "rabbitmq"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Watchdog_OnSigterm_StopsInOrderWithinTenSeconds(string name)
    {
        using var run = await ServerRun.StartAsync(Server(name));

        Assert.Equal(0, await run.StopAsync("TERM"));

        await Processes.AssertNoneAsync(_folder.Path);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Watchdog_Killed_TakesItsServerAlong(string name)
    {
        var server = Server(name);
        using (var run = await ServerRun.StartAsync(server))
            await run.StopAsync("KILL");

        await Processes.AssertNoneAsync(_folder.Path);
        using var again = await ServerRun.StartAsync(server);
        Assert.Equal(0, await again.StopAsync("INT"));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Watchdog_OfAKilledServer_EndsWithTheServersCode(string name)
    {
        using var run = await ServerRun.StartAsync(Server(name));

        Processes.Kill(IdOfServer(name));

        Assert.Equal(128 + 9, await run.ExitCodeAsync());
        await Processes.AssertNoneAsync(_folder.Path);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Watchdog_WhoseParentIsKilled_StopsItsServer(string name)
    {
        using var holder = await Holder.StartAsync(name, _folder.Server);

        await holder.KillAsync();

        await Processes.AssertNoneAsync(_folder.Path);
    }

    /// <summary>An orchestrator starts servers for its user, and may be killed together with them.</summary>
    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Watchdog_WhoseWatchedProcessIsKilled_StopsItsServer(string name)
    {
        using var watched = Process.Start("sleep", "600");
        using var run = await ServerRun.StartAsync(Server(name), command => command with
        {
            Environment = command.Environment.Append(ServerCommand.WatchProcess(watched.Id)).ToDictionary(),
        });

        watched.Kill();

        Assert.Equal(0, await run.ExitCodeAsync());
        await Processes.AssertNoneAsync(_folder.Path);
    }

    /// <summary>
    /// The worst case: nobody is left to stop the process that runs a query, which itself notices nothing.
    /// </summary>
    [Fact]
    public async Task Postgres_KilledWithItsWatchdogInTheMiddleOfAQuery_StartsAgain()
    {
        var server = (PostgresServer)Server("postgres");
        using (var run = await ServerRun.StartAsync(server))
        {
            var query = await StartEndlessQueryAsync(server.ConnectionString);
            Processes.Signal("STOP", run.Id);
            Processes.Kill(IdOfServer("postgres"));
            Processes.Kill(run.Id);
            await run.ExitCodeAsync();
            Assert.NotEmpty(Processes.Of(_folder.Path));

            using var again = await ServerRun.StartAsync(server);

            await Assert.ThrowsAnyAsync<NpgsqlException>(() => query);
            Assert.Equal(0, await again.StopAsync());
        }
        Assert.Empty(Processes.Of(_folder.Path));
    }

    [Fact]
    public async Task RabbitMq_WithoutItsPortMapper_Ends()
    {
        using var run = await ServerRun.StartAsync(Server("rabbitmq"));

        Processes.Kill(Processes.IdOf(_folder.Path, "/epmd"));

        Assert.Equal(1, await run.ExitCodeAsync());
        await Processes.AssertNoneAsync(_folder.Path);
    }

    /// <summary>Root becomes the server's user, who needs no capability where nothing is in its way.</summary>
    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Server_InAnOpenFolder_HasNoPrivileges(string name)
    {
        _folder.OpenToEveryUser();
        using var run = await ServerRun.StartAsync(Server(name));

        var id = IdOfServer(name);

        Assert.DoesNotContain("0", Processes.Status(id, "Uid").Split('\t'));
        Assert.Equal("0000000000000000", Processes.Status(id, "CapEff"));
        await run.StopAsync();
    }

    /// <summary>Root of a container often has neither of the two capabilities that would make this easy.</summary>
    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Server_OfAContainersRootInAClosedFolder_Runs(string name)
    {
        using var run = await ServerRun.StartAsync(
            Server(name),
            command => Environment.IsPrivilegedProcess
                ? Through(command, "--bounding-set", "-dac_read_search,-sys_ptrace")
                : command);

        Assert.Equal(0, await run.StopAsync());
        await Processes.AssertNoneAsync(_folder.Path);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Server_OfAnOrdinaryUser_RunsAsThatUser(string name)
    {
        _folder.OpenToEveryUser();
        using var run = await ServerRun.StartAsync(Server(name), AsOrdinaryUser);

        Assert.DoesNotContain("0", Processes.Status(IdOfServer(name), "Uid").Split('\t'));
        Assert.Equal(0, await run.StopAsync());
        await Processes.AssertNoneAsync(_folder.Path);
    }

    private IServer Server(string name) => name == "postgres"
        ? new PostgresServer
        {
            Folder = _folder.Server,
            Database = "tracker",
            Port = NewPort(),
            Password = ServerPassword.Generate(),
        }
        : new RabbitMqServer
        {
            Folder = _folder.Server,
            Port = NewPort(),
            DistributionPort = NewPort(),
            PortMapperPort = NewPort(),
            Password = ServerPassword.Generate(),
        };

    private int NewPort()
    {
        while (true)
            if (ServerPorts.Take() is var port && _ports.Add(port))
                return port;
    }

    private int IdOfServer(string name) =>
        Processes.IdOf(_folder.Path, name == "postgres" ? "/postgres" : "/beam.smp");

    private ServerCommand AsOrdinaryUser(ServerCommand command)
    {
        if (!Environment.IsPrivilegedProcess)
            return command;
        // The build's own folder may be one that only root reads.
        var scripts = Directory.CreateDirectory(Path.Combine(_folder.Path, "scripts")).FullName;
        foreach (var script in Directory.GetFiles(command.WorkingFolder))
            File.Copy(script, Path.Combine(scripts, Path.GetFileName(script)));
        var copied = command with
        {
            Arguments = [Path.Combine(scripts, Path.GetFileName(command.Arguments[0])), .. command.Arguments.Skip(1)],
            Environment = new Dictionary<string, string>(command.Environment) { ["W2S_USER"] = "" },
            WorkingFolder = scripts,
        };
        return Through(copied, "--reuid", "65534", "--regid", "65534", "--clear-groups");
    }

    private static ServerCommand Through(ServerCommand command, params string[] privileges) => command with
    {
        Executable = "setpriv",
        Arguments = [.. privileges, "--", command.Executable, .. command.Arguments],
    };

    private static async Task<Task> StartEndlessQueryAsync(string connectionString)
    {
        var query = RunAsync(connectionString, "DO 'BEGIN LOOP END LOOP; END'");
        while (await RunAsync(
            connectionString,
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO%'") is not 1L)
            await Task.Delay(20);
        return query;
    }

    private static async Task<object?> RunAsync(string connectionString, string sql)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        await using var source = NpgsqlDataSource.Create(unpooled);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
