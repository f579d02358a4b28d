using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Methods.Auditing;

/// <summary>What a replay up to one update showed.</summary>
/// <param name="Found">The update as it came out; null when it was not reached.</param>
/// <param name="Rows">Ids of its rows.</param>
/// <param name="WeightsPath">The weights after it; null where it has none.</param>
internal sealed record ReplayedUpdate(LedgerEntry? Found, IReadOnlyList<string> Rows, string? WeightsPath);

/// <summary>Replays a step up to one update, from the nearest kept checkpoint before it.</summary>
internal sealed class DivergenceReplay(StepContext context, StepClaim claim)
{
    public ReplayedUpdate Run(LedgerReader recorded, long entry)
    {
        var executor = context.Executor!;
        var work = AuditWork.In(context, "replay");
        new KeptCheckpoints(executor.Store.Proofs.Checkpoints(claim.Key), recorded).CopyTo(work);
        var weights = AuditWork.Weights(work);
        var ledger = new ReplayLedger(recorded, begin: entry, end: entry + 1, weights);
        Replay.Run(executor, claim.Spec, work, ledger, context.Report, context.Stop);
        return new ReplayedUpdate(ledger.Last, ledger.Rows, File.Exists(weights) ? weights : null);
    }
}

/// <summary>Executes a step until its ledger wants no more.</summary>
internal static class Replay
{
    /// <exception cref="StepStoppedException">The audit itself is to stop.</exception>
    public static void Run(
        StepExecutor executor, StepSpec spec, StepWork work, ILedger ledger, Action<StepProgress> report,
        CancellationToken stop)
    {
        try
        {
            executor.ExecuteIn(spec, work, ledger, report, stop);
        }
        catch (StepStoppedException) when (!stop.IsCancellationRequested)
        {
            // The ledger has what it wanted.
        }
    }
}
