using System.Diagnostics;

namespace WeakToStrong.Servers.Tests.Support;

/// <summary>A server started by its command alone, as an app host does it, perhaps under other privileges.</summary>
internal sealed class ServerRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IServer _server;
    private readonly Process _process;

    private ServerRun(IServer server, Process process) => (_server, _process) = (server, process);

    /// <param name="change">What is different from the server's own command.</param>
    public static async Task<ServerRun> StartAsync(IServer server, Func<ServerCommand, ServerCommand>? change = null)
    {
        var command = server.Command();
        command = change?.Invoke(command) ?? command;
        var info = new ProcessStartInfo(command.Executable, command.Arguments)
        {
            WorkingDirectory = command.WorkingFolder,
        };
        foreach (var (name, value) in command.Environment)
            info.Environment[name] = value;
        var run = new ServerRun(server, Process.Start(info)!);
        await run.WaitUntilReadyAsync();
        return run;
    }

    public int Id => _process.Id;

    /// <summary>Stops it by a signal.</summary>
    /// <returns>The exit code, if it ends in the time that a stop may take.</returns>
    public Task<int> StopAsync(string signal = "TERM")
    {
        Processes.Signal(signal, Id);
        return ExitCodeAsync();
    }

    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await _server.CheckAsync();
                return;
            }
            catch (Exception e)
            {
                Assert.False(_process.HasExited, "the server ended instead of starting");
                Assert.True(Stopwatch.GetElapsedTime(start) < Patience, e.Message);
                await Task.Delay(100);
            }
        }
    }
}
