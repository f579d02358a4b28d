using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>What people and programs ask about workers.</summary>
public sealed class WorkerQueries(TrackerDatabase database)
{
    /// <summary>All workers that are known, with what each is executing, by machine and id.</summary>
    public async Task<IReadOnlyList<WorkerRow>> ListAsync(CancellationToken cancellationToken) =>
        await ListAsync(await AttemptsAsync(cancellationToken), cancellationToken);

    /// <param name="open">All attempts that are open.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="ListAsync(CancellationToken)"/>
    public async Task<IReadOnlyList<WorkerRow>> ListAsync(
        IReadOnlyList<WorkerAttempt> open, CancellationToken cancellationToken)
    {
        var workers = await database.ReadAsync(
            db => db.Workers.AsNoTracking()
                .OrderBy(worker => worker.MachineName).ThenBy(worker => worker.Id).ToListAsync(cancellationToken),
            cancellationToken);
        var attempts = open.ToLookup(attempt => attempt.WorkerId);
        return [.. workers.Select(worker => RowOf(worker, [.. attempts[worker.Id]]))];
    }

    /// <summary>
    /// Steps side by side that the workers offer together; until one is heard, what this machine could.
    /// </summary>
    public async Task<int> SlotCountAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        SlotsOf(await ListAsync(cancellationToken), now);

    /// <inheritdoc cref="SlotCountAsync"/>
    public static int SlotsOf(IReadOnlyList<WorkerRow> known, DateTimeOffset now)
    {
        var offered = known.Where(worker => worker.IsThere(now)).Sum(worker => worker.SlotCount);
        return offered > 0 ? offered : Environment.ProcessorCount;
    }

    /// <summary>All attempts that are open, whoever executes them, the longest first.</summary>
    public Task<List<WorkerAttempt>> AttemptsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => db.OpenAttempts().OrderBy(attempt => attempt.ClaimedAt).Select(attempt => new WorkerAttempt
            {
                WorkerId = attempt.WorkerId,
                StepKey = attempt.StepKey,
                MachineName = attempt.MachineName,
                LeaseUntil = attempt.LeaseUntil,
                StepName = db.RunMembers.Where(member => member.StepKey == attempt.StepKey)
                    .OrderBy(member => member.Name).Select(member => member.Name).FirstOrDefault(),
                Number = attempt.Number,
                Status = attempt.Status,
                ClaimedAt = attempt.ClaimedAt,
                StartedAt = attempt.StartedAt,
                DoneCount = attempt.DoneCount,
                TotalCount = attempt.TotalCount,
                Unit = attempt.Unit,
            }).ToListAsync(cancellationToken),
            cancellationToken);

    private static WorkerRow RowOf(KnownWorker worker, IReadOnlyList<WorkerAttempt> attempts) => new()
    {
        Id = worker.Id,
        Instance = worker.Instance,
        Roles = WorkerLedger.RolesOf(worker),
        SlotCount = worker.SlotCount,
        FreeSlotCount = worker.FreeSlotCount,
        MachineName = worker.MachineName,
        ProcessId = worker.ProcessId,
        HeardAt = worker.HeardAt,
        Hardware = worker.Hardware,
        Attempts = attempts,
    };
}

/// <summary>A worker in a list.</summary>
public sealed record WorkerRow
{
    public required Guid Id { get; init; }

    /// <summary>Name of the replica that it is, or null where it has none.</summary>
    public required string? Instance { get; init; }

    public required IReadOnlyList<StepHost> Roles { get; init; }

    public required int SlotCount { get; init; }

    /// <summary>As it last said; zero while it takes nothing.</summary>
    public required int FreeSlotCount { get; init; }

    public required string MachineName { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>When it last said that it has room; one that is busy says nothing.</summary>
    public required DateTimeOffset HeardAt { get; init; }

    /// <summary>What its machine has: cores, memory, devices; null where it does not say.</summary>
    public string? Hardware { get; init; }

    /// <summary>What it is executing, the longest first.</summary>
    public required IReadOnlyList<WorkerAttempt> Attempts { get; init; }

    /// <summary>
    /// One with room says so every 2 s, so a minute of silence is long; one without is known by the leases of what it
    /// executes.
    /// </summary>
    public bool IsThere(DateTimeOffset now) =>
        now - HeardAt <= TimeSpan.FromMinutes(1) || Attempts.Any(attempt => attempt.LeaseUntil > now);
}

/// <summary>An attempt as part of what a worker does.</summary>
public sealed record WorkerAttempt
{
    public required Guid WorkerId { get; init; }

    public required string StepKey { get; init; }

    public required string MachineName { get; init; }

    /// <summary>When it counts as lost unless it is heard before.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>The step's name in one of its runs; null when they were all removed.</summary>
    public required string? StepName { get; init; }

    public required int Number { get; init; }

    public required AttemptStatus Status { get; init; }

    public required DateTimeOffset ClaimedAt { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public required long DoneCount { get; init; }

    public required long TotalCount { get; init; }

    public required string? Unit { get; init; }
}
