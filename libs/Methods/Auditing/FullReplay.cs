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
    StepContext context,
    StepAuditOptions options,
    StepExecutor executor,
    IReadOnlyList<EnvironmentDifference> environment)
{
    private const string ModelFile = "model.safetensors";

    private readonly StepClaim _claim = options.Claim;

    public AuditedStep Run(List<AuditFinding> findings, AuditedStep step)
    {
        var work = AuditWork.In(context, "again");
        using var recorded = LedgerReader.Open(executor.Store.Proofs.Ledger(_claim.Key));
        var outputs = Execute(work, recorded);
        using var found = LedgerReader.Open(work.Ledger)!;
        var digests = outputs.ToDictionary(output => output.Key, output => Digests.OfFolder(output.Value));
        var differing = digests.Where(output => _claim.Outputs.GetValueOrDefault(output.Key) != output.Value)
            .Select(output => output.Key).ToList();
        var largest = LargestDifference(outputs, differing, recorded, found);
        foreach (var name in differing)
            findings.Add(Located(
                Differences.OfExecution(_claim, name, recorded, found, environment), work, outputs[name], name));
        if (differing.Count == 0 && recorded is not null
            && Differences.Locate(recorded, found, environment) is { } divergence)
            findings.Add(new AuditFinding
            {
                Kind = FindingKind.Ledger,
                Text = $"executed again, {_claim.Name} makes the same artifacts by other updates than its ledger says",
                Divergence = divergence,
            });
        // What came out otherwise is kept, as for any execution: never silently.
        if (differing.Count > 0)
            executor.Store.Commit(_claim.Spec, outputs);
        return step with
        {
            Checked = recorded is { Count: > 0 }
                ? $"executed again: {Counted(digests.Count, "artifact")} and "
                    + $"{Counted(recorded.Count, "update")} compared"
                : $"executed again: {Counted(digests.Count, "artifact")} compared",
            ArtifactCount = digests.Count,
            UpdateCount = found.Count,
            LargestDifference = largest,
        };
    }

    private static string Counted(long count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private IReadOnlyDictionary<string, string> Execute(StepWork work, LedgerReader? recorded)
    {
        using var written = new LedgerWriter(
            work.Ledger, _claim.Key, conflict => executor.Store.KeepConflict(_claim.Key, conflict));
        return executor.ExecuteIn(
            _claim.Spec, work, new AuditLedger(recorded, written, AuditWork.Weights(work)), context.Report,
            context.Stop);
    }

    private AuditFinding Located(AuditFinding finding, StepWork work, string output, string name)
    {
        if (finding.Divergence is not { } divergence)
            return finding;
        using var recorded = LedgerReader.Open(executor.Store.Proofs.Ledger(_claim.Key))!;
        var replay = new DivergenceReplay(context, executor, _claim).Run(recorded, divergence.Entry);
        var isRepeatable = replay.Found is { } found && recorded.Count > divergence.Entry
            && found.DifferencesTo(recorded[divergence.Entry]).Count > 0;
        var (weights, at) = Weights(work, output, name, replay, isRepeatable, divergence);
        return finding with
        {
            Divergence = divergence with
            {
                Tensor = weights?.Tensor,
                LargestUlp = weights?.LargestUlp,
                DifferentCount = weights?.DifferentCount,
                ComparedAt = weights is null ? null : at,
                Rows = replay.Rows,
                LikelyCause = LikelyCause.Of(divergence.Fields, environment, isRepeatable),
            },
        };
    }

    // The recorded weights of that update are there only when the replay makes them; else the last ones are compared.
    private (WeightDifference? Difference, string At) Weights(
        StepWork work, string output, string name, ReplayedUpdate replay, bool isRepeatable, FirstDivergence divergence)
    {
        var kept = AuditWork.Weights(work);
        if (!isRepeatable && File.Exists(kept) && replay.WeightsPath is { } replayed)
            return (
                WeightComparison.Compare(replayed, kept), $"after update {divergence.Update} of {divergence.Stage}");
        var recorded = Path.Combine(executor.Store.ArtifactPath(_claim.Outputs[name]), ModelFile);
        var found = Path.Combine(output, ModelFile);
        return File.Exists(recorded) && File.Exists(found)
            ? (WeightComparison.Compare(recorded, found), "at the end")
            : (null, "");
    }

    private double? LargestDifference(
        IReadOnlyDictionary<string, string> outputs, List<string> differing, LedgerReader? recorded, LedgerReader found)
    {
        var ledgers = Differences.LargestRelative(recorded, found);
        var artifacts = differing.Select(name => RelativeOf(name, outputs[name])).DefaultIfEmpty(0).Max();
        return ledgers is { } value ? Math.Max(value, artifacts) : artifacts;
    }

    private double RelativeOf(string name, string found)
    {
        var recorded = executor.Store.ArtifactPath(_claim.Outputs[name]);
        return File.Exists(Path.Combine(recorded, ModelFile))
            ? WeightComparison.Compare(Path.Combine(recorded, ModelFile), Path.Combine(found, ModelFile))
                ?.LargestRelative ?? 0
            : RowComparison.DifferingShare(recorded, found);
    }
}
