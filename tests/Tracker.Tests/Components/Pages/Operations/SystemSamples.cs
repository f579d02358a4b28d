using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.DeadLetters;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Operations;

/// <summary>A system as it should be, for tests to change something of.</summary>
internal static class SystemSamples
{
    public static SystemView Well(DateTimeOffset now) => new()
    {
        Version = "1.0.0",
        MachineName = "here",
        ProcessId = 7,
        StartedAt = now,
        IsLeading = true,
        Runs = new Dictionary<string, int>(),
        Steps = new Dictionary<string, int>(),
        Workers =
        [
            new WorkerRow
            {
                Id = new Guid(1, 0, 0, new byte[8]),
                Instance = null,
                Roles = [StepHost.Trainer, StepHost.Labeler],
                SlotCount = 2,
                FreeSlotCount = 2,
                MachineName = "here",
                ProcessId = 7,
                HeardAt = now,
                Attempts = [],
            },
        ],
        SlotCount = 2,
        Attempts = [],
        Queues = [],
        Broker = null,
        Database = new DatabaseStatus("SQLite", "3", 1 << 20),
        Jobs = [],
        Runtime = new RuntimeStatus(".NET", "Linux", 2),
        Store = new StoreStatus
        {
            Path = "/store", ArtifactBytes = 1, MeasuredAt = now, FreeBytes = 500L << 30, DiskBytes = 1000L << 30,
        },
        Host = null,
    };

    public static WorkerAttempt Attempt(DateTimeOffset leaseUntil) => new()
    {
        WorkerId = new Guid(1, 0, 0, new byte[8]),
        StepKey = new string('a', 64),
        StepName = "sft",
        MachineName = "here",
        LeaseUntil = leaseUntil,
        Number = 1,
        Status = AttemptStatus.Running,
        ClaimedAt = leaseUntil - TimeSpan.FromMinutes(2),
        StartedAt = null,
        DoneCount = 1,
        TotalCount = 4,
        Unit = "updates",
    };

    public static BrokerStatus Broker(string? problem, long deadLetters) => new()
    {
        Address = "127.0.0.1:5672",
        Problem = problem,
        Queues = [new QueueDepth("tracker-renew-lease", 0)],
        DeadLetterCount = deadLetters,
    };
}
