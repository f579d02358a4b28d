using System.Diagnostics;
using System.Globalization;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Bench.Chaos;

/// <summary>An app host as a user starts it: <c>w2s up</c> in a process of its own, over a store of its own.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const string ReadyWord = "ready ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;

    private HostProcess(Process process, string store) => (_process, Store) = (process, store);

    public string Store { get; }

    /// <summary>Address of the tracker.</summary>
    public string Url { get; private set; } = "";

    /// <summary>From the start until everything was ready.</summary>
    public TimeSpan StartTime { get; private set; }

    public static async Task<HostProcess> StartAsync(
        string store, int trainers, int labelers, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        var host = new HostProcess(Start(store, trainers, labelers), store);
        try
        {
            host.Url = await host.ReadUrlAsync(stop);
            host.StartTime = Stopwatch.GetElapsedTime(start);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it as Ctrl-C does; the time that it took, or null when it did not stop in time.</summary>
    public async Task<TimeSpan?> StopAsync()
    {
        var start = Stopwatch.GetTimestamp();
        ProcessTree.Terminate(_process.Id);
        using var patience = new CancellationTokenSource(StopLimit);
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_process.HasExited ? null : Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited && await StopAsync() is null)
            await KillAsync();
        _process.Dispose();
    }

    /// <summary>Its orchestrator notices, and ends what it started; until then that writes to the store.</summary>
    private async Task KillAsync()
    {
        var children = ProcessTree.ChildrenOf(_process.Id).ToList();
        _process.Kill();
        await _process.WaitForExitAsync();
        var start = Stopwatch.GetTimestamp();
        while (children.Exists(ProcessTree.IsAlive) && Stopwatch.GetElapsedTime(start) < StopLimit)
            await Task.Delay(LookPause);
    }

    private static Process Start(string store, int trainers, int labelers)
    {
        var info = new ProcessStartInfo(
            Environment.ProcessPath!,
            [
                "up", "--store", store, "--no-dashboard",
                "--trainers", trainers.ToString(CultureInfo.InvariantCulture),
                "--labelers", labelers.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(info)!;
    }

    private async Task<string> ReadUrlAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(StartLimit);
        var url = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) => Take(line.Data, url);
        _process.ErrorDataReceived += (_, line) => Show(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var ended = _process.WaitForExitAsync(patience.Token);
        if (await Task.WhenAny(url.Task, ended) == url.Task)
            return await url.Task;
        stop.ThrowIfCancellationRequested();
        throw new CommandException(
            _process.HasExited
                ? $"the app host ended with exit code {_process.ExitCode} before it was ready"
                : $"the app host was not ready within {Format.Duration(StartLimit)}");
    }

    private static void Take(string? line, TaskCompletionSource<string> url)
    {
        if (line?.StartsWith(ReadyWord, StringComparison.Ordinal) == true)
            url.TrySetResult(line[ReadyWord.Length..].Trim());
    }

    /// <summary>What the services say while they are killed is of interest only to who looks for a fault.</summary>
    private static void Show(string? line)
    {
        if (Failures.IsDebugging && line is not null)
            Console.Error.WriteLine(line);
    }
}
