namespace WeakToStrong.W2s.Tests;

/// <summary>A store in which the tiny experiment has been run once.</summary>
public sealed class TinyExperiment : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "tiny.yaml");

    internal CommandResult FirstRun { get; private set; } = null!;

    internal string Store => _folder.Store;

    public async Task InitializeAsync() =>
        FirstRun = await CommandLineProcess.RunAsync("run", File, "--store", Store, "--json");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    internal Task<CommandResult> CommandAsync(params string[] arguments) =>
        CommandLineProcess.RunAsync([.. arguments, "--store", Store]);
}
