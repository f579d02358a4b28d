using System.Globalization;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Methods.Auditing;

/// <summary>
/// From a random kept checkpoint of a training, or its beginning, makes some updates again and compares the ledger.
/// </summary>
internal sealed class PartReplay(StepContext context, StepAuditOptions options, StepExecutor executor)
{
    private readonly StepClaim _claim = options.Claim;

    public AuditedStep Run(List<AuditFinding> findings, AuditedStep step)
    {
        using var recorded = LedgerReader.Open(executor.Store.Proofs.Ledger(_claim.Key))
            ?? throw new InvalidDataException("its ledger is not there any more");
        if (recorded.Count == 0)
            return step with { Checked = "records; it made no update" };
        if (DamagedCheckpoint() is { } damaged)
        {
            findings.Add(new AuditFinding
            {
                Kind = FindingKind.Checkpoint, Text = $"the checkpoint {damaged} of {_claim.Name} has changed",
            });
            return step with { Checked = "checkpoints" };
        }
        var begin = ChooseBegin(recorded);
        var ledger = Make(recorded, begin);
        if (ledger.Difference is { } difference)
            findings.Add(FindingOf(recorded, difference, ledger));
        return step with
        {
            Checked = string.Create(
                CultureInfo.InvariantCulture,
                $"{ledger.Count} of {recorded.Count} updates made again from {Named(recorded, begin)}"),
            UpdateCount = ledger.Count,
            LargestDifference = ledger.Difference is { } found
                ? Relative(found.Recorded, found.Found)
                : 0,
        };
    }

    private ReplayLedger Make(LedgerReader recorded, long begin)
    {
        var work = AuditWork.In(context, "replay");
        Kept(recorded).CopyTo(work);
        var ledger = new ReplayLedger(
            recorded, begin, Math.Min(recorded.Count, begin + options.ReplayUpdates), AuditWork.Weights(work));
        Replay.Run(executor, _claim.Spec, work, ledger, context.Report, context.Stop);
        return ledger;
    }

    /// <summary>A kept checkpoint that is not the one that was saved.</summary>
    private string? DamagedCheckpoint()
    {
        var folder = executor.Store.Proofs.Checkpoints(_claim.Key);
        foreach (var (name, digest) in _claim.Proof?.Checkpoints ?? new Dictionary<string, string>())
            if (File.Exists(Path.Combine(folder, name)) && Digests.OfFile(Path.Combine(folder, name)) != digest)
                return name;
        return null;
    }

    /// <summary>The place after a random checkpoint; the beginning counts as one.</summary>
    private long ChooseBegin(LedgerReader recorded)
    {
        var updates = Kept(recorded).PlacesAfter().Append(0).Distinct().Order().ToList();
        var random = new SplitMix64((ulong)context.Seed ^ Convert.ToUInt64(_claim.Key[..16], 16));
        return updates[random.NextBelow(updates.Count)];
    }

    private KeptCheckpoints Kept(LedgerReader recorded) =>
        new(executor.Store.Proofs.Checkpoints(_claim.Key), recorded);

    private static string Named(LedgerReader recorded, long begin) =>
        begin == 0
            ? "the beginning"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the checkpoint after update {recorded[begin - 1].Update} of {recorded[begin - 1].Stage}");

    private AuditFinding FindingOf(
        LedgerReader recorded, (long Place, LedgerEntry Recorded, LedgerEntry Found) difference, ReplayLedger ledger)
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
                LookUps = 1,
                Fields = fields,
                Rows = ledger.Rows,
                LikelyCause = LikelyCause.Of(fields, [], isRepeatable: true),
            },
        };
    }

    private static double Relative(LedgerEntry recorded, LedgerEntry found)
    {
        var most = Math.Max(Math.Abs(recorded.Loss), Math.Abs(found.Loss));
        return most == 0 ? 0 : Math.Abs(recorded.Loss - found.Loss) / most;
    }
}
