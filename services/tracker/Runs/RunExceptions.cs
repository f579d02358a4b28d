using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Runs;

/// <summary>What was asked of a run cannot be done; one line for people.</summary>
public abstract class RunException(string message) : Exception(message);

public sealed class RunNotFoundException(string name)
    : RunException($"there is no run '{name}'; a run is named by its id, the beginning of its id, or its name");

public sealed class AmbiguousRunException(string prefix, IReadOnlyList<string> candidates)
    : RunException($"'{prefix}' is the beginning of {candidates.Count} ids: {string.Join(", ", candidates)}");

public sealed class InvalidRunStatusException(Guid runId, RunStatus status, string wanted)
    : RunException($"run {runId.ToString("N")[..8]} is {status.ToString().ToLowerInvariant()} and cannot be {wanted}");
