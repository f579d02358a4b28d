using System.Globalization;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Methods.Auditing;

/// <summary>
/// Executes a step again from its beginning and compares every artifact. Where one differs, the ledgers say at which
/// update the executions parted, and one replay up to there says in which weights.
/// </summary>
internal sealed class FullReplay(
    StepContext context, StepAuditOptions options, IReadOnlyList<EnvironmentDifference> environment)
{
    private const string ModelFile = "model.safetensors";

    private readonly StepClaim _claim = options.Claim;
    private readonly StepExecutor _executor = context.Executor!;

    public AuditedStep Run(AuditedStep step)
    {
        var work = AuditWork.In(context, "again");
        using var recorded = LedgerReader.Open(_executor.Store.Proofs.Ledger(_claim.Key));
        var outputs = Execute(work, recorded);
        using var found = LedgerReader.Open(work.Ledger)!;
        var differing = Differing(outputs);
        var done = step with
        {
            Checked = CheckedText(outputs.Count, recorded?.Count ?? 0),
            ArtifactCount = outputs.Count,
            UpdateCount = found.Count,
            LargestDifference = Differences.LargestRelative(
                [.. differing.Select(name => RelativeOf(name, outputs[name]))], recorded, found),
            Findings = [.. Findings(work, outputs, differing, recorded, found)],
        };
        // What came out otherwise is kept, as for any execution: never silently.
        if (differing.Count > 0)
            _executor.Store.Commit(_claim.Spec, outputs);
        return done;
    }

    private IReadOnlyDictionary<string, string> Execute(StepWork work, LedgerReader? recorded)
    {
        using var written = new LedgerWriter(
            work.Ledger, _claim.Key, conflict => _executor.Store.KeepConflict(_claim.Key, conflict));
        return _executor.ExecuteIn(
            _claim.Spec, work, new AuditLedger(recorded, written, AuditWork.Weights(work)), context.Report,
            context.Stop);
    }

    private List<string> Differing(IReadOnlyDictionary<string, string> outputs) =>
    [
        .. outputs.Where(output => _claim.Outputs.GetValueOrDefault(output.Key) != Digests.OfFolder(output.Value))
            .Select(output => output.Key),
    ];

    private IEnumerable<AuditFinding> Findings(
        StepWork work,
        IReadOnlyDictionary<string, string> outputs,
        List<string> differing,
        LedgerReader? recorded,
        LedgerReader found)
    {
        var divergence = Differences.Locate(recorded, found, environment);
        if (differing.Count > 0)
            return Differences.OfExecution(
                _claim, differing,
                divergence is null ? null : Explain(divergence, recorded!, work, differing[0], outputs[differing[0]]));
        return divergence is null
            ? []
            :
            [
                new AuditFinding
                {
                    Kind = FindingKind.Ledger,
                    Text = $"executed again, {_claim.Name} makes the same artifacts by other updates than its ledger "
                        + "says",
                    Divergence = divergence,
                },
            ];
    }

    /// <summary>Replays up to where the ledgers part, and says in which weights they do.</summary>
    private FirstDivergence Explain(
        FirstDivergence divergence, LedgerReader recorded, StepWork work, string name, string output)
    {
        var replay = new DivergenceReplay(context, _claim).Run(recorded, divergence.Entry);
        var isRepeatable = replay.Found is { } found && recorded.Count > divergence.Entry
            && found.DifferencesTo(recorded[divergence.Entry]).Count > 0;
        var (weights, at) = Weights(work, output, name, replay, isRepeatable, divergence);
        return divergence with
        {
            Tensor = weights?.Tensor,
            LargestUlp = weights?.LargestUlp,
            DifferentCount = weights?.DifferentCount,
            ComparedAt = weights is null ? null : at,
            Rows = replay.Rows,
            LikelyCause = LikelyCause.Of(divergence.Fields, environment, isRepeatable),
        };
    }

    // The recorded weights of that update are there only when the replay makes them; else the last ones are compared.
    private (WeightDifference? Difference, string At) Weights(
        StepWork work, string output, string name, ReplayedUpdate replay, bool isRepeatable, FirstDivergence divergence)
    {
        var kept = AuditWork.Weights(work);
        return !isRepeatable && File.Exists(kept) && replay.WeightsPath is { } replayed
            ? (WeightComparison.Compare(replayed, kept), $"after update {divergence.Update} of {divergence.Stage}")
            : (ModelDifference(name, output), "at the end");
    }

    /// <summary>Null where the output is no model, or has the recorded weights.</summary>
    private WeightDifference? ModelDifference(string name, string output)
    {
        var recorded = Path.Combine(_executor.Store.ArtifactPath(_claim.Outputs[name]), ModelFile);
        var found = Path.Combine(output, ModelFile);
        return File.Exists(recorded) && File.Exists(found) ? WeightComparison.Compare(recorded, found) : null;
    }

    private double? RelativeOf(string name, string found) =>
        ArtifactComparison.Relative(_executor.Store.ArtifactPath(_claim.Outputs[name]), found);

    private static string CheckedText(int artifacts, long updates) =>
        updates > 0
            ? $"executed again: {Counted(artifacts, "artifact")} and {Counted(updates, "update")} compared"
            : $"executed again: {Counted(artifacts, "artifact")} compared";

    private static string Counted(long count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
