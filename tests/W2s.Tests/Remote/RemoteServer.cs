using System.Diagnostics;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Api;

namespace WeakToStrong.W2s.Tests.Remote;

/// <summary>A tracker behind its API in this process, and the command line that is pointed at it.</summary>
internal sealed class RemoteServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;

    private RemoteServer(ApiHost host, TemporaryFolder folder, bool ownsFolder)
    {
        (Host, _folder, _ownsFolder) = (host, folder, ownsFolder);
        Directory.CreateDirectory(folder.Store);
    }

    public ApiHost Host { get; }

    public string Url => Host.Address.AbsoluteUri.TrimEnd('/');

    public string Store => _folder.Store;

    public static async Task<RemoteServer> StartAsync(ApiOptions? options = null, string url = "http://127.0.0.1:0")
    {
        var folder = new TemporaryFolder();
        return new RemoteServer(await ApiHost.StartAsync(folder.Store, options, url), folder, ownsFolder: true);
    }

    /// <summary>Stops it and starts another at the same address, over the same store.</summary>
    public async Task<RemoteServer> RestartAsync()
    {
        await Host.DisposeAsync();
        return new RemoteServer(await ApiHost.StartAsync(Store, url: Url), _folder, ownsFolder: false);
    }

    /// <summary>A file with an experiment of fake steps.</summary>
    public string Experiment(params string[] more) =>
        _folder.Write("experiment.yaml", ApiHost.Experiment(_folder.Path, more));

    public Task<CommandResult> CommandAsync(params string[] arguments) =>
        CommandLineProcess.RunAsync([.. arguments, "--server", Url]);

    public Task<CommandResult> LocallyAsync(params string[] arguments) =>
        CommandLineProcess.RunAsync([.. arguments, "--store", Store]);

    /// <summary>Starts 'run' with an experiment whose training takes a while, and waits until it is in it.</summary>
    public async Task<(Process Process, RunView Run)> StartRunAsync(int updates, params string[] arguments)
    {
        var file = Experiment($"updates: {updates}", "milliseconds_per_update: 50");
        var process = CommandLineProcess.Start(null, ["run", file, .. arguments, "--server", Url]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await process.StandardError.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith("run ", StringComparison.Ordinal))
                return (process, await Host.WaitAsync((await RunAsync()).Id, IsTraining));
        throw new InvalidOperationException("it ended before it began to follow");
    }

    /// <summary>The only run.</summary>
    public async Task<RunRow> RunAsync() => Assert.Single(
        (await Host.Get<RunQueries>().ListAsync(new RunFilter(), 10, null, default)).Runs);

    private static bool IsTraining(RunView view) => view.Steps.Any(step => step.LastAttempt?.DoneCount >= 2);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (_ownsFolder)
            _folder.Dispose();
    }
}
