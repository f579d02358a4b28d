using System.Diagnostics;

namespace WeakToStrong.Servers.Running;

/// <summary>
/// A server that this process has started: ready when it is handed out, and started again on request.
/// </summary>
internal sealed class RunningServer<TServer> : IAsyncDisposable
    where TServer : IServer
{
    private const int MaxStarts = 5;

    /// <summary>
    /// A crashed server recovers before it answers, on machines that have other things to do as well.
    /// </summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan BetweenChecks = TimeSpan.FromMilliseconds(100);

    /// <summary>Null while the server does not run, as after a start that failed.</summary>
    private Watchdog? _watchdog;

    private RunningServer(TServer server, Watchdog watchdog) => (Server, _watchdog) = (server, watchdog);

    public TServer Server { get; }

    /// <summary>
    /// Starts what <paramref name="describe"/> returns. It is asked again, for other ports, when somebody was quicker
    /// to take one of them.
    /// </summary>
    public static async Task<RunningServer<TServer>> StartAsync(Func<TServer> describe, CancellationToken stop)
    {
        for (var start = 1; ; start++)
        {
            var server = describe();
            try
            {
                return new RunningServer<TServer>(server, await StartWatchdogAsync(server, stop));
            }
            catch (PortTakenException e)
            {
                if (start == MaxStarts)
                    throw new ServerStartException(e.Message, e);
            }
        }
    }

    public void Kill() => _watchdog?.KillServer();

    public async Task StartAgainAsync(CancellationToken stop)
    {
        await DisposeAsync();
        _watchdog = await StartWatchdogAsync(Server, stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _watchdog, null) is not { } watchdog)
            return;
        await watchdog.StopAsync();
        watchdog.Dispose();
    }

    private static async Task<Watchdog> StartWatchdogAsync(TServer server, CancellationToken stop)
    {
        var watchdog = Watchdog.Start(server);
        try
        {
            await WaitUntilReadyAsync(server, watchdog, stop);
            return watchdog;
        }
        catch
        {
            await watchdog.StopAsync();
            watchdog.Dispose();
            throw;
        }
    }

    private static async Task WaitUntilReadyAsync(TServer server, Watchdog watchdog, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        while (await ProblemAsync(server, stop) is { } problem)
        {
            stop.ThrowIfCancellationRequested();
            if (watchdog.HasExited)
                throw await EndedAsync(server, watchdog);
            if (Stopwatch.GetElapsedTime(start) > StartPatience)
                throw new ServerStartException(
                    $"{server.Name} does not answer after {StartPatience.TotalSeconds:0} s ({problem.Message}); " +
                    $"it said: {watchdog.Output}", problem);
            await Task.Delay(BetweenChecks, stop);
        }
    }

    private static async Task<Exception?> ProblemAsync(TServer server, CancellationToken stop)
    {
        try
        {
            await server.CheckAsync(stop);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static async Task<Exception> EndedAsync(TServer server, Watchdog watchdog)
    {
        // Waits for the rest of the output, too.
        await watchdog.StopAsync();
        var said = watchdog.Output.ToString();
        var message = $"{server.Name} ended instead of starting; it said: {said}";
        return PortTakenException.Tells(said) ? new PortTakenException(message) : new ServerStartException(message);
    }
}
