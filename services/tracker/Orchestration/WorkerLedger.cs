using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Keeps what workers say of themselves, for whichever tracker dispatches. What a worker is busy with is not here: its
/// attempts say it.
/// </summary>
public sealed class WorkerLedger(TrackerDatabase database, StepLedger ledger, TimeProvider time)
{
    // A worker repeats itself every 2 s while it has room.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    // What a worker repeats unchanged is written down again only so often.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Notes that a worker has room, or has none. The first word of a new worker of an instance means that the earlier
    /// one is gone, with all that it executed.
    /// </summary>
    public async Task HearAsync(WorkerReady ready, CancellationToken cancellationToken)
    {
        if (await IsKnownAsync(ready, cancellationToken))
            return;
        await database.WriteAsync(db => NoteAsync(db, ready), cancellationToken);
        if (ready.Instance is not null)
            await LoseGoneAsync(cancellationToken);
    }

    /// <summary>Until it says otherwise, this worker takes nothing.</summary>
    public Task MarkFullAsync(Guid workerId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            db => db.Workers.Where(worker => worker.Id == workerId)
                .ExecuteUpdateAsync(set => set.SetProperty(worker => worker.FreeSlotCount, 0)),
            cancellationToken);

    /// <summary>Ends the attempts of workers that were replaced by others of their instance.</summary>
    internal Task<int> LoseGoneAsync(CancellationToken cancellationToken) =>
        ledger.LoseAsync(
            db => db.OpenAttempts().Where(attempt =>
                attempt.Endpoint != null && !db.Workers.Any(worker => worker.Id == attempt.WorkerId)),
            "its worker is gone",
            cancellationToken);

    /// <summary>Forgets all workers, because this process holds the store and none of them is its own.</summary>
    internal Task<int> ForgetAllAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(db => db.Workers.ExecuteDeleteAsync(cancellationToken), cancellationToken);

    internal Task<List<KnownWorker>> WithRoomAsync(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - Silence;
        return database.ReadAsync(
            db => db.Workers.AsNoTracking()
                .Where(worker => worker.FreeSlotCount > 0 && worker.HeardAt >= oldest)
                .OrderBy(worker => worker.Id).ToListAsync(cancellationToken),
            cancellationToken);
    }

    internal static IReadOnlyList<StepHost> RolesOf(KnownWorker worker) =>
        [.. worker.Roles.Split(' ')
            .Where(role => Enum.TryParse<StepHost>(role, ignoreCase: true, out _))
            .Select(role => Enum.Parse<StepHost>(role, ignoreCase: true))
            .Where(role => role != StepHost.Tracker)];

    private Task<bool> IsKnownAsync(WorkerReady ready, CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - Freshness;
        return database.ReadAsync(
            db => db.Workers.AnyAsync(
                worker => worker.Id == ready.WorkerId
                    && worker.FreeSlotCount == ready.FreeSlotCount
                    && worker.SlotCount == ready.SlotCount
                    && worker.HeardAt > oldest,
                cancellationToken),
            cancellationToken);
    }

    private async Task<bool> NoteAsync(TrackerContext db, WorkerReady ready)
    {
        var others = await OthersAsync(db, ready);
        // Messages come in any order, and the last words of a worker that is gone must not put its successor out: ids
        // are made from the time, so the latest one is the one that lives.
        if (others.Any(other => other.ToNewId() > ready.WorkerId.ToNewId()))
            return false;
        await db.Workers.Where(worker => others.Contains(worker.Id)).ExecuteDeleteAsync();
        await KeepAsync(db, ready);
        db.Tell(TrackerChange.Status);
        return true;
    }

    private static async Task<List<Guid>> OthersAsync(TrackerContext db, WorkerReady ready) =>
        ready.Instance is null
            ? []
            : await db.Workers.Where(worker => worker.Instance == ready.Instance && worker.Id != ready.WorkerId)
                .Select(worker => worker.Id).ToListAsync();

    // Told twice at once it is one row, which no two-step of looking and adding would promise.
    private Task<int> KeepAsync(TrackerContext db, WorkerReady ready)
    {
        var roles = string.Join(' ', ready.Roles);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO workers
                (id, instance, roles, endpoint, slot_count, free_slot_count, machine_name, process_id, heard_at,
                hardware)
            VALUES ({ready.WorkerId}, {ready.Instance}, {roles}, {ready.Endpoint}, {ready.SlotCount},
                {ready.FreeSlotCount}, {ready.MachineName}, {ready.ProcessId}, {now}, {ready.Hardware})
            ON CONFLICT (id) DO UPDATE SET
                slot_count = excluded.slot_count,
                free_slot_count = excluded.free_slot_count,
                heard_at = excluded.heard_at
            """);
    }
}
