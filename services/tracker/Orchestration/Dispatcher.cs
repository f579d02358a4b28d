using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Claims ready steps for workers with room and sends them; of several the one with the longest chain behind it
/// first. A claim that was not sent is sent again by the reconciler.
/// </summary>
public sealed class Dispatcher(TrackerDatabase database, StepLedger ledger, WorkerRegistry workers, IBus bus)
{
    public async Task DispatchAsync(CancellationToken cancellationToken)
    {
        foreach (var worker in workers.WithRoom())
            await DispatchAsync(worker, cancellationToken);
    }

    /// <summary>Sends, or sends again, the command of a claimed attempt.</summary>
    public Task SendAsync(string endpoint, RunStep command, CancellationToken cancellationToken) =>
        SendAsync<RunStep>(endpoint, command, cancellationToken);

    /// <summary>Asks a worker to stop an attempt.</summary>
    public Task SendStopAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var command = new StopStep { AttemptId = attempt.Id, StepKey = attempt.StepKey };
        return SendAsync(attempt.Endpoint!, command, cancellationToken);
    }

    /// <summary>Keys of steps that may be claimed for these hosts, the most urgent first.</summary>
    internal Task<List<string>> ClaimableAsync(
        IReadOnlyList<StepHost> hosts, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => db.NeededSteps()
                .Where(step => step.Status == StepStatus.Ready && hosts.Contains(step.Host))
                .OrderByDescending(step => step.PathSeconds).ThenBy(step => step.Key)
                .Select(step => step.Key).Take(limit).ToListAsync(cancellationToken),
            cancellationToken);

    private async Task DispatchAsync(WorkerReady worker, CancellationToken cancellationToken)
    {
        var busy = await database.ReadAsync(
            db => db.OpenAttempts().CountAsync(attempt => attempt.WorkerId == worker.WorkerId, cancellationToken),
            cancellationToken);
        var free = worker.SlotCount - busy;
        if (free <= 0)
            return;
        foreach (var key in await ClaimableAsync(WorkerRegistry.RolesOf(worker), free, cancellationToken))
            if (await ledger.ClaimAsync(key, OwnerOf(worker), cancellationToken) is { } command)
                await SendAsync(worker.Endpoint, command, cancellationToken);
    }

    private static StepOwner OwnerOf(WorkerReady worker) => new()
    {
        WorkerId = worker.WorkerId,
        Endpoint = worker.Endpoint,
        MachineName = worker.MachineName,
        ProcessId = worker.ProcessId,
    };

    private async Task SendAsync<T>(string endpoint, T message, CancellationToken cancellationToken)
        where T : class
    {
        var worker = await bus.GetSendEndpoint(BusServices.AddressOfWorker(endpoint));
        await worker.Send(message, cancellationToken);
    }
}
