using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Runs;

/// <summary>What was asked of a run cannot be done; one line for people.</summary>
public abstract class RunException(string message) : Exception(message);

/// <summary>What was named is not there.</summary>
public abstract class NotThereException(string message) : RunException(message);

public sealed class RunNotFoundException(string name)
    : NotThereException($"there is no run '{name}'; a run is named by its id, the beginning of its id, or its name");

public sealed class StepNotFoundException(string key)
    : NotThereException($"there is no step '{key}'; a step is named by its key, 64 hexadecimal digits");

public sealed class AttemptLogNotFoundException(string key, int number)
    : NotThereException($"attempt {number} of step {key} has no log; it was not started, or its log was removed");

public sealed class SeedNotFoundException(int seed, IReadOnlyList<int> seeds)
    : NotThereException($"the run has no seed {seed}; it has {string.Join(", ", seeds)}");

public sealed class AmbiguousRunException(string prefix, IReadOnlyList<string> candidates, bool hasMore)
    : RunException(
        $"'{prefix}' is the beginning of several ids: {string.Join(", ", candidates)}{(hasMore ? ", …" : "")}")
{
    /// <summary>Some of the ids that begin so, in order.</summary>
    public IReadOnlyList<string> Candidates { get; } = candidates;
}

public sealed class InvalidRunStatusException(Guid runId, RunStatus status, string wanted)
    : RunException($"run {RunRow.ShortIdOf(runId)} is {status.ToString().ToLowerInvariant()} and cannot be {wanted}");

public sealed class RunIsThereException(Guid runId)
    : RunException($"run {RunRow.ShortIdOf(runId)} is here already; remove it first to import it again");

public sealed class RunHasNoReportException(Guid runId)
    : RunException($"run {RunRow.ShortIdOf(runId)} has no report yet; only completed runs have one");
