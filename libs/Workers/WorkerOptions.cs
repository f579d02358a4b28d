using MassTransit;
using WeakToStrong.Experiments.Catalogue;

namespace WeakToStrong.Workers;

/// <summary>What one worker is: whose steps it takes, how many at once, and where runner and store are.</summary>
public sealed record WorkerOptions
{
    /// <summary>The most steps that one worker executes side by side.</summary>
    public const int MaxSlots = 1024;

    /// <summary>The runner's executable where nothing else is said: beside the host's own files.</summary>
    public static string UsualRunnerPath { get; } = Path.Combine(AppContext.BaseDirectory, "w2s-runner");

    /// <summary>New with every start, so that messages to an earlier worker reach nobody.</summary>
    public Guid WorkerId { get; init; } = NewId.NextGuid();

    /// <summary>
    /// Name of this replica, the same after every start, or null. With it the tracker knows at once that an earlier
    /// worker's steps are lost.
    /// </summary>
    public string? Instance { get; init; }

    /// <summary>Name of the worker's own endpoint.</summary>
    public string Endpoint => $"worker-{WorkerId:N}";

    /// <summary>Hosts whose steps it executes: trainer, labeler, or both in the embedded mode.</summary>
    public required IReadOnlyList<StepHost> Roles { get; init; }

    /// <summary>Root folder of the artifact store.</summary>
    public required string StoreRoot { get; init; }

    /// <summary>Steps side by side; small models take one thread each, so the default is the number of cores.</summary>
    public int SlotCount { get; init; } = Environment.ProcessorCount;

    /// <summary>What its machine has, for people.</summary>
    public string Hardware { get; init; } = MachineCapacity.OfThisProcess([]).Describe();

    /// <summary>The runner's executable.</summary>
    public string RunnerPath { get; init; } = UsualRunnerPath;

    /// <summary>How often free slots are announced.</summary>
    public TimeSpan ReadyInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the leases of running attempts are renewed; the tracker gives them up after 60 s.</summary>
    public TimeSpan LeaseInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Progress and metrics within this time travel in one message.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A message that the broker has not taken after this time is given up.</summary>
    public TimeSpan TellTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the end of a step is told again while the broker is away.</summary>
    public TimeSpan TellAgainInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A runner that was asked to stop and has not is killed after this time.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Throws when a value cannot work, naming it and what is allowed.</summary>
    public void Validate()
    {
        if (Roles.Count == 0 || Roles.Contains(StepHost.Tracker))
            throw new ArgumentException("a worker's roles are trainer, labeler or both");
        if (SlotCount is < 1 or > MaxSlots)
            throw new ArgumentException($"a worker has 1 to {MaxSlots} slots, not {SlotCount}");
    }
}
