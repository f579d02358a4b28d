using System.Globalization;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Methods.Auditing;

/// <summary>
/// From a random kept checkpoint of a training, or its beginning, makes some updates again and compares the ledger.
/// </summary>
internal sealed class PartReplay(
    StepContext context, StepAuditOptions options, IReadOnlyList<EnvironmentDifference> environment)
{
    private readonly StepClaim _claim = options.Claim;
    private readonly StepExecutor _executor = context.Executor!;

    public AuditedStep Run(AuditedStep step)
    {
        using var recorded = LedgerReader.Open(_executor.Store.Proofs.Ledger(_claim.Key))
            ?? throw new InvalidDataException("its ledger is not there any more");
        if (recorded.Count == 0)
            return step with { Checked = "records; it made no update" };
        if (DamagedCheckpoint() is { } damaged)
            return step with { Checked = "checkpoints", Findings = [FindingOf(damaged)] };
        var begin = ChooseBegin(recorded);
        var ledger = Make(recorded, begin);
        return step with
        {
            Checked = string.Create(
                CultureInfo.InvariantCulture,
                $"{ledger.Count} of {recorded.Count} updates made again from {Named(recorded, begin)}"),
            UpdateCount = ledger.Count,
            LargestDifference = ledger.LargestDifference,
            Findings = ledger.Difference is { } difference ? [FindingOf(recorded, begin, difference)] : [],
        };
    }

    private ReplayLedger Make(LedgerReader recorded, long begin)
    {
        var work = AuditWork.In(context, "replay");
        Kept(recorded).CopyTo(work);
        var ledger = new ReplayLedger(recorded, begin, Math.Min(recorded.Count, begin + options.ReplayUpdates));
        Replay.Run(_executor, _claim.Spec, work, ledger, context.Report, context.Stop);
        return ledger;
    }

    /// <summary>A kept checkpoint that is not the one that was saved.</summary>
    private string? DamagedCheckpoint()
    {
        var folder = _executor.Store.Proofs.Checkpoints(_claim.Key);
        foreach (var (name, digest) in _claim.Proof?.Checkpoints ?? new Dictionary<string, string>())
            if (File.Exists(Path.Combine(folder, name)) && Digests.OfFile(Path.Combine(folder, name)) != digest)
                return name;
        return null;
    }

    /// <summary>The place after a random checkpoint; the beginning counts as one.</summary>
    private long ChooseBegin(LedgerReader recorded)
    {
        var updates = Kept(recorded).PlacesAfter.Append(0).Distinct().Order().ToList();
        return updates[AuditWork.Draw(context, AuditWork.CheckpointStream, _claim.Key, updates.Count)];
    }

    private KeptCheckpoints Kept(LedgerReader recorded) =>
        new(_executor.Store.Proofs.Checkpoints(_claim.Key), recorded);

    private static string Named(LedgerReader recorded, long begin) =>
        begin == 0
            ? "the beginning"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the checkpoint after update {recorded[begin - 1].Update} of {recorded[begin - 1].Stage}");

    private AuditFinding FindingOf(string damaged) => new()
    {
        Kind = FindingKind.Checkpoint, Text = $"the checkpoint {damaged} of {_claim.Name} has changed",
    };

    private AuditFinding FindingOf(LedgerReader recorded, long begin, ReplayDifference difference)
    {
        var fields = difference.Recorded.DifferencesTo(difference.Found);
        return new AuditFinding
        {
            Kind = FindingKind.Execution,
            Text = string.Create(
                CultureInfo.InvariantCulture,
                $"made again, update {difference.Recorded.Update} of {_claim.Name} ({difference.Recorded.Stage}) comes "
                + $"out otherwise: {string.Join(", ", fields)}"),
            Divergence = new FirstDivergence
            {
                Stage = difference.Recorded.Stage,
                Entry = difference.Place,
                Update = difference.Recorded.Update,
                EntryCount = recorded.Count,
                // One after the other, from where the replay began.
                LookUps = (int)(difference.Place - begin + 1),
                Fields = fields,
                Rows = difference.Rows,
                LikelyCause = LikelyCause.Of(fields, environment),
            },
        };
    }
}
