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
public sealed class Dispatcher(TrackerDatabase database, StepLedger ledger, WorkerLedger workers, IBus bus)
{
    public async Task DispatchAsync(CancellationToken cancellationToken)
    {
        foreach (var worker in await workers.WithRoomAsync(cancellationToken))
            await DispatchAsync(worker, cancellationToken);
    }

    /// <summary>Sends, or sends again, the command of a claimed attempt.</summary>
    public async Task SendAsync(string endpoint, RunStep command, CancellationToken cancellationToken)
    {
        var trace = await TraceParentAsync(command.StepKey, cancellationToken);
        using var activity = TrackerActivity.Dispatch(command.StepName, command.StepKey, trace);
        await bus.SendToWorkerAsync(endpoint, command, cancellationToken);
    }

    /// <summary>Asks a worker to stop an attempt.</summary>
    public Task SendStopAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var command = new StopStep { AttemptId = attempt.Id, StepKey = attempt.StepKey };
        return bus.SendToWorkerAsync(attempt.Endpoint!, command, cancellationToken);
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

    private async Task DispatchAsync(KnownWorker worker, CancellationToken cancellationToken)
    {
        var busy = await database.ReadAsync(
            db => db.OpenAttempts().CountAsync(attempt => attempt.WorkerId == worker.Id, cancellationToken),
            cancellationToken);
        var free = worker.SlotCount - busy;
        if (free <= 0)
            return;
        foreach (var key in await ClaimableAsync(WorkerLedger.RolesOf(worker), free, cancellationToken))
            if (await ledger.ClaimAsync(key, OwnerOf(worker), cancellationToken) is { } command)
                await SendAsync(worker.Endpoint, command, cancellationToken);
    }

    // A step that several runs have is dispatched for the oldest of those that go on.
    private async Task<string?> TraceParentAsync(string stepKey, CancellationToken cancellationToken)
    {
        if (!TrackerActivity.Source.HasListeners())
            return null;
        return await database.ReadAsync(
            db => db.UnfinishedRuns()
                .Where(run => run.TraceParent != null)
                .Where(run => db.RunMembers.Any(member => member.RunId == run.Id && member.StepKey == stepKey))
                .OrderBy(run => run.CreatedAt).Select(run => run.TraceParent).FirstOrDefaultAsync(cancellationToken),
            cancellationToken);
    }

    private static StepOwner OwnerOf(KnownWorker worker) => new()
    {
        WorkerId = worker.Id,
        Endpoint = worker.Endpoint,
        MachineName = worker.MachineName,
        ProcessId = worker.ProcessId,
    };
}
