using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Workers;

/// <summary>What a worker says about an attempt, as messages.</summary>
internal static class Messages
{
    public static WorkerReady Ready(WorkerOptions options, int freeSlotCount) => new()
    {
        WorkerId = options.WorkerId,
        Roles = [.. options.Roles.Select(role => role.ToString().ToLowerInvariant())],
        Endpoint = options.Endpoint,
        SlotCount = options.SlotCount,
        FreeSlotCount = freeSlotCount,
        MachineName = Environment.MachineName,
        ProcessId = Environment.ProcessId,
        Instance = options.Instance,
        Hardware = options.Hardware,
    };

    public static StepStarted Started(RunStep command, Guid workerId, DateTimeOffset at) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        WorkerId = workerId,
        StartedAt = at,
    };

    public static StepDeclined Declined(RunStep command, Guid workerId) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        WorkerId = workerId,
    };

    public static LeaseRenewed LeaseRenewed(RunStep command) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
    };

    public static StepProgressed Progressed(RunStep command, ProgressBuffer.Batch batch, DateTimeOffset at) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        DoneCount = batch.Latest.Done,
        TotalCount = batch.Latest.Total,
        Unit = batch.Latest.Unit,
        Metrics = batch.Points,
        ThinnedCount = batch.ThinnedCount,
        ReportedAt = at,
    };

    /// <summary>The end of an attempt: <see cref="StepCompleted"/> or <see cref="StepFailed"/>.</summary>
    public static object Ended(RunStep command, RunnerMessage end, long? doneCount, DateTimeOffset at) => end switch
    {
        RunnerCompleted completed => Completed(command, completed, at),
        RunnerFailed failed => Failed(command, failed, doneCount, at),
        _ => throw new InvalidOperationException($"{end} is no end of a step"),
    };

    /// <summary>One line for the log: what was made, or why there is nothing.</summary>
    public static string Describe(RunnerMessage end) => end switch
    {
        RunnerCompleted completed => $"{(completed.Reused ? "reused" : "completed")}, " + string.Join(", ",
            completed.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal)
                .Select(output => $"{output.Key} {output.Value}")),
        RunnerFailed failed => $"{failed.Reason}: {failed.Detail}",
        _ => throw new InvalidOperationException($"{end} is no end of a step"),
    };

    private static StepCompleted Completed(RunStep command, RunnerCompleted end, DateTimeOffset at) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        Outputs = end.Outputs,
        IsReused = end.Reused,
        CompletedAt = at,
    };

    private static StepFailed Failed(RunStep command, RunnerFailed end, long? doneCount, DateTimeOffset at) => new()
    {
        DoneCount = doneCount,
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        Reason = end.Reason,
        Detail = end.Detail,
        FailedAt = at,
    };
}
