using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using WeakToStrong.Hosting.Resources;

namespace WeakToStrong.Hosting.Stopping;

/// <summary>
/// Stops the services before what they need: a worker that is asked to stop saves its steps and tells the tracker,
/// which takes broker and database.
/// </summary>
internal sealed class ServicesFirst(
    DistributedApplicationModel model,
    ResourceCommandService commands,
    ResourceTable table) : IHostedService
{
    /// <summary>Of the ten seconds that a stop may take; the servers need the rest.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        Task stops = Task.WhenAll(RunningServices().Select(id =>
            commands.ExecuteCommandAsync(id, KnownResourceCommands.StopCommand, patience.Token)));
        await stops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IEnumerable<string> RunningServices() =>
        from project in model.GetProjectResources()
        from row in table.Rows
        where row.Name == project.Name && row.Pid is not null
        select row.Id;
}
