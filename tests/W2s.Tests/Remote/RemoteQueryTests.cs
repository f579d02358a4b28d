using WeakToStrong.Tracker.Data;

namespace WeakToStrong.W2s.Tests.Remote;

/// <summary>Looking at runs through a server says what looking into its store says.</summary>
public sealed class RemoteQueryTests(ThreeRuns runs) : IClassFixture<ThreeRuns>
{
    [Theory]
    [InlineData("list", "--json")]
    [InlineData("list")]
    [InlineData("list", "--json", "--status", "completed", "--name", "*fir*")]
    [InlineData("list", "--json", "--limit", "1")]
    [InlineData("show", "first", "--json")]
    [InlineData("show", "second", "--json", "--samples", "0")]
    [InlineData("show", "failed", "--json")]
    [InlineData("compare", "first", "second", "--json")]
    [InlineData("compare", "first", "second")]
    [InlineData("show", "nosuchrun")]
    [InlineData("compare", "first", "failed")]
    [InlineData("cancel", "first")]
    [InlineData("rm", "nosuchrun")]
    public async Task Command_AtAServer_SaysWhatTheStoreSays(params string[] arguments)
    {
        var there = await runs.Server.CommandAsync(arguments);
        var here = await runs.Server.LocallyAsync(arguments);

        Assert.Equal((here.ExitCode, here.Output, here.Error), (there.ExitCode, there.Output, there.Error));
    }

    [Fact]
    public async Task Show_AsText_DiffersInWhereTheReportIsAlone()
    {
        var there = await runs.Server.CommandAsync("show", "first");
        var here = await runs.Server.LocallyAsync("show", "first");

        Assert.True(there.ExitCode == 0, there.Error);
        Assert.Contains("▁", there.Output, StringComparison.Ordinal);
        Assert.Equal(here.Output.Split("report: ")[0], there.Output.Split("report: ")[0]);
    }

    [Fact]
    public async Task Plan_AtAServer_KnowsWhatItHas()
    {
        var plan = await runs.Server.CommandAsync(
            "plan", runs.Server.Experiment(), "name=first", "--json", "--slots", "7");

        Assert.True(plan.ExitCode == 0, plan.Error);
        Assert.Equal((7, 7, 0.0), (
            (int)plan.Json["slots"]!, (int)plan.Json["cachedCount"]!, (double)plan.Json["expectedSeconds"]!));
    }

    [Fact]
    public async Task Remove_AndCollect_AtAServer_FreeWhatOnlyTheRunNeeded()
    {
        await using var server = await ThreeRuns.StartAsync();

        var removed = await server.CommandAsync("rm", "second", "failed", "--json");
        var collected = await server.CommandAsync("gc", "--json");

        Assert.True(removed.ExitCode == 0, removed.Error);
        Assert.Equal(2, removed.Json["removed"]!.AsArray().Count);
        Assert.True((int)collected.Json["stepsRemoved"]! > 0, collected.Output);
        Assert.Single((await server.LocallyAsync("list", "--json")).Json.AsArray());
    }

    [Fact]
    public async Task List_MoreThanTheLimit_SaysSo()
    {
        var list = await runs.Server.CommandAsync("list", "--limit", "2");

        Assert.Equal(["w2s: these are the newest 2 of 3; --limit N shows more"], list.ErrorLines);
    }
}

/// <summary>A server with two runs that are completed and share nothing, and one that failed.</summary>
public sealed class ThreeRuns : IAsyncLifetime
{
    internal RemoteServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await StartAsync();

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();

    internal static async Task<RemoteServer> StartAsync()
    {
        var server = await RemoteServer.StartAsync();
        var file = await File.ReadAllTextAsync(server.Experiment());
        var runs = new[]
        {
            (await server.Host.LaunchAsync(file, "name=first"), RunStatus.Completed),
            (await server.Host.LaunchAsync(file, "name=second", "seeds=[2]"), RunStatus.Completed),
            (await server.Host.LaunchAsync(file, "name=failed", "seeds=[3]", "behaviour=error"), RunStatus.Failed),
        };
        foreach (var (run, status) in runs)
            await server.Host.WaitForAsync(run.Run.Id, status);
        return server;
    }
}
