using System.Diagnostics;
using System.Text;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary><c>w2s serve</c> as a user starts it, on a port that is free, over a store of its own.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private const string Ready = "ready ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private DashboardServer(Process process) => _process = process;

    /// <summary>Where it listens: http://127.0.0.1:PORT.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What it said on standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <param name="store">Its store.</param>
    /// <param name="port">0 for any.</param>
    /// <param name="environment">Variables that it is started with.</param>
    public static Task<DashboardServer> StartAsync(
        string store, int port = 0, params (string Name, string Value)[] environment) =>
        StartAsync(store, ["--port", $"{port}"], environment);

    /// <param name="store">Its store.</param>
    /// <param name="arguments">What its command line has besides.</param>
    /// <param name="environment">Variables that it is started with.</param>
    public static async Task<DashboardServer> StartAsync(
        string store, string[] arguments, params (string Name, string Value)[] environment)
    {
        var variables = environment.ToDictionary(variable => variable.Name, variable => variable.Value);
        var process = CommandLineProcess.Start(
            null, variables,
            ["serve", .. arguments, "--store", store, "--slots", "1", "--audit-level", "none"]);
        var server = new DashboardServer(process);
        process.ErrorDataReceived += (_, line) => server.Note(line.Data);
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        var said = await process.StandardOutput.ReadLineAsync(patience.Token);
        if (said?.StartsWith(Ready, StringComparison.Ordinal) != true)
            throw new InvalidOperationException($"w2s serve is not ready: {said} {server.Errors}");
        server.Address = new Uri(said[Ready.Length..]);
        return server;
    }

    /// <summary>
    /// Ends it as a supervisor of services does, and returns its exit code. Ctrl-C does the same, but what is started
    /// in the background of a shell does not hear it.
    /// </summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_errors)
            _errors.AppendLine(line);
    }
}
