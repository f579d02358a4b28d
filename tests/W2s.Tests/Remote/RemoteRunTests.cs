using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.W2s.Tests.Remote;

/// <summary>Launching at a server: the same progress, table, document and exit codes as here.</summary>
public sealed class RemoteRunTests
{
    [Fact]
    public async Task Run_AtAServer_FollowsAndPrintsTheReport()
    {
        await using var server = await RemoteServer.StartAsync();

        var result = await server.CommandAsync("run", server.Experiment("updates: 2"), "name=sent", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("completed", (string?)result.Json["status"]);
        Assert.Equal("sent", (string?)result.Json["name"]);
        Assert.True(File.Exists((string?)result.Json["reportPath"]), result.Output);
        Assert.Contains("seed 1 / sft: done in ", result.Error, StringComparison.Ordinal);
        Assert.Equal($"w2s: server {server.Url}", result.ErrorLines[0]);
    }

    [Fact]
    public async Task Run_AsText_PrintsTheTableOfTheLocalCommand()
    {
        await using var server = await RemoteServer.StartAsync();

        var result = await server.CommandAsync("run", server.Experiment());
        var shown = await server.LocallyAsync("show", "fake", "--samples", "0");

        Assert.True(result.ExitCode == 0, result.Error);
        var table = result.Output.Split("report: ")[0];
        Assert.Contains(table, shown.Output, StringComparison.Ordinal);
        Assert.Matches($"report: {server.Url}/api/runs/[0-9a-f]{{32}}/report\n$", result.Output);
    }

    [Theory]
    [InlineData("behaviour: error", 1, "w2s: seed 1 / sft: the step is broken in two lines")]
    [InlineData("behaviour: invalid_input", 2, "w2s: seed 1 / sft: rows.jsonl:3: no prompt")]
    public async Task Run_WhoseStepFails_EndsAsHere(string line, int code, string says)
    {
        await using var server = await RemoteServer.StartAsync();

        var result = await server.CommandAsync("run", server.Experiment(line));

        Assert.Equal(code, result.ExitCode);
        Assert.Contains(says, result.ErrorLines);
        var id = (await server.RunAsync()).ShortId;
        Assert.Contains($"retry {id} --server {server.Url}'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfAWrongFile_SaysWhatTheLocalCommandSays()
    {
        await using var server = await RemoteServer.StartAsync();
        var file = server.Experiment("updates: many", "update: 3");

        var result = await server.CommandAsync("run", file, "seeds=[]");
        (await server.CommandAsync("run", file + ".missing")).AssertWrongInput("no such file");
        (await server.CommandAsync("plan", file)).AssertWrongInput($"{file}:4: ", "'many'");

        result.AssertWrongInput($"{file}:4: ", "updates is 'many'");
        result.AssertWrongInput($"{file}:5: ", "did you mean 'updates'?");
        result.AssertWrongInput("seeds=[]: ", "seeds has 0 items");
        Assert.Equal(4, result.ErrorLines.Count);
    }

    [Fact]
    public async Task Run_Interrupted_LeavesTheRunAloneAndSaysHowToFollow()
    {
        await using var server = await RemoteServer.StartAsync();
        var (process, run) = await server.StartRunAsync(updates: 200);

        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var result = await CommandLineProcess.EndAsync(process);

        var hint = $"{run.Run.ShortId} --server {server.Url}'";
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"'./w2s show {hint}", result.Error, StringComparison.Ordinal);
        Assert.Contains($"'./w2s cancel {hint}", result.Error, StringComparison.Ordinal);
        await server.Host.WaitForAsync(run.Run.Id, RunStatus.Completed);
    }

    [Fact]
    public async Task Run_WhileTheServerIsStartedAgain_ReconnectsAndSaysSoOnce()
    {
        await using var server = await RemoteServer.StartAsync();
        var (process, _) = await server.StartRunAsync(updates: 200, "--json");

        await using var again = await server.RestartAsync();
        Assert.False((await again.RunAsync()).IsFinished, "nobody had to follow it beyond the restart");
        var result = await CommandLineProcess.EndAsync(process);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("completed", (string?)JsonNode.Parse(result.Output)!["status"]);
        Assert.Single(
            result.ErrorLines, line => line.Contains("is lost; trying to get it back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancel_AndRetry_AtAServer_GoOnFromTheCheckpoint()
    {
        await using var server = await RemoteServer.StartAsync();
        var (process, run) = await server.StartRunAsync(updates: 200);

        var cancelled = await server.CommandAsync("cancel", "fake");
        var followed = await CommandLineProcess.EndAsync(process);
        (await server.CommandAsync("cancel", "fake")).AssertWrongInput("is cancelled and cannot be cancelled");
        var retried = await server.CommandAsync("retry", "fake", "--json");

        Assert.True(cancelled.ExitCode == 0, cancelled.Error);
        Assert.Contains($"retry {run.Run.ShortId} --server {server.Url}'", cancelled.Output, StringComparison.Ordinal);
        Assert.Equal(1, followed.ExitCode);
        Assert.Contains("w2s: the run is cancelled", followed.ErrorLines);
        Assert.True(retried.ExitCode == 0, retried.Error);
        Assert.Equal("completed", (string?)retried.Json["status"]);
    }
}
