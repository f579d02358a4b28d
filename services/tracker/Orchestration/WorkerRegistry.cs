using System.Collections.Concurrent;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Catalogue;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// The workers that have said they have room, as far as this process has heard. Only a hint for the dispatcher: what
/// a worker is busy with is counted in the database.
/// </summary>
public sealed class WorkerRegistry(TimeProvider time)
{
    // A worker repeats itself every 2 s while it has room.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Guid, (WorkerReady Worker, DateTimeOffset HeardAt)> _workers = new();

    public void Heard(WorkerReady worker)
    {
        if (worker.FreeSlotCount > 0)
            _workers[worker.WorkerId] = (worker, time.GetUtcNow());
        else
            Full(worker.WorkerId);
    }

    /// <summary>Until it says otherwise, this worker takes nothing.</summary>
    public void Full(Guid workerId) => _workers.TryRemove(workerId, out _);

    public IReadOnlyList<WorkerReady> WithRoom()
    {
        var oldest = time.GetUtcNow() - Silence;
        return [.. _workers.Values.Where(entry => entry.HeardAt >= oldest).Select(entry => entry.Worker)];
    }

    public static IReadOnlyList<StepHost> RolesOf(WorkerReady worker) =>
        [.. worker.Roles
            .Where(role => Enum.TryParse<StepHost>(role, ignoreCase: true, out _))
            .Select(role => Enum.Parse<StepHost>(role, ignoreCase: true))
            .Where(role => role != StepHost.Tracker)];
}
