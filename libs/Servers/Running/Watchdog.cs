using System.Diagnostics;
using System.Globalization;

namespace WeakToStrong.Servers.Running;

/// <summary>
/// One life of a server: its watchdog as a child of this process. The watchdog's standard input is ours to close, and
/// the kernel closes it when this process dies.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    /// <summary>More than the ten seconds that a watchdog takes at most.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly string _folder;

    private Watchdog(Process process, string folder) => (_process, _folder) = (process, folder);

    public OutputTail Output { get; } = new();

    public bool HasExited => _process.HasExited;

    public static Watchdog Start(IServer server)
    {
        var command = server.Command();
        var info = new ProcessStartInfo(command.Executable, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.WorkingFolder,
        };
        foreach (var (name, value) in command.Environment.Append(ServerCommand.WatchStandardInput))
            info.Environment[name] = value;
        var watchdog = new Watchdog(Process.Start(info)!, server.Folder);
        watchdog.Listen();
        return watchdog;
    }

    /// <summary>Kills the server, not the watchdog, which ends by itself then.</summary>
    public void KillServer()
    {
        var number = File.ReadAllText(Path.Combine(_folder, "server.pid"));
        using var server = Process.GetProcessById(int.Parse(number, CultureInfo.InvariantCulture));
        server.Kill();
    }

    /// <summary>
    /// Stops the server in order; a watchdog that does not do it in time is killed, and the server with it.
    /// </summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        if (await EndsAsync())
            return;
        _process.Kill();
        await EndsAsync();
    }

    public void Dispose() => _process.Dispose();

    /// <returns>Whether it and all that shares its output ended in time.</returns>
    private async Task<bool> EndsAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Listen()
    {
        _process.OutputDataReceived += (_, line) => Output.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Output.Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }
}
