using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Auditing;

/// <summary>
/// Generates a random part of the weak labels again, in the batches that they were made in, and compares them: the
/// texts row by row, and by the ledger every token.
/// </summary>
internal sealed class LabelReplay(StepContext context, StepAuditOptions options)
{
    private const string ShardOption = "shard";

    private readonly StepClaim _claim = options.Claim;
    private readonly StepExecutor _executor = context.Executor!;

    public AuditedStep Run(AuditedStep step)
    {
        using var recorded = LedgerReader.Open(_executor.Store.Proofs.Ledger(_claim.Key))
            ?? throw new InvalidDataException("its ledger is not there any more");
        var spec = PartOf(recorded);
        var work = AuditWork.In(context, "labels");
        var ledger = new ReplayLedger(recorded, begin: 0, end: long.MaxValue);
        var outputs = _executor.ExecuteIn(spec, work, ledger, context.Report, context.Stop);
        var again = CorrectionFiles.ReadShard(outputs["labels"]);
        var differing = Differing(again);
        return step with
        {
            Checked = string.Create(
                CultureInfo.InvariantCulture, $"{again.Count} weak labels generated again in their batches"),
            LabelCount = again.Count,
            LargestDifference = again.Count == 0 ? 0 : (double)differing.Count / again.Count,
            Findings = [.. Findings(differing, ledger)],
        };
    }

    private IEnumerable<AuditFinding> Findings(
        List<(LabelRow Recorded, LabelRow Found)> differing, ReplayLedger ledger)
    {
        if (differing.Count > 0)
            yield return FindingOf(differing);
        else if (ledger.Difference is { } difference)
            yield return new AuditFinding
            {
                Kind = FindingKind.Label,
                Text = string.Create(
                    CultureInfo.InvariantCulture,
                    $"generated again, batch {difference.Recorded.Update} of {_claim.Name} has the same texts and "
                    + $"other tokens than its ledger says"),
            };
    }

    /// <summary>The step, or a random part of its batches.</summary>
    private StepSpec PartOf(LedgerReader recorded)
    {
        if (_claim.Spec.Options[ShardOption] is not null)
            return _claim.Spec;
        var parts = (int)Math.Clamp(recorded.Count, 1, options.LabelParts);
        var random = new SplitMix64((ulong)context.Seed ^ Convert.ToUInt64(_claim.Key[..16], 16));
        var part = (JsonObject)_claim.Spec.Options.DeepClone();
        var shard = new Shard(random.NextBelow(parts), parts);
        part[ShardOption] = JsonSerializer.SerializeToNode(shard, StepJson.Serializer);
        return _claim.Spec with { Options = part };
    }

    private List<(LabelRow Recorded, LabelRow Found)> Differing(IReadOnlyList<PlacedLabel> again)
    {
        var folder = _executor.Store.ArtifactPath(_claim.Outputs["labels"]);
        var recorded = _claim.Spec.Options[ShardOption] is null
            ? RowFile.Read<LabelRow>(Path.Combine(folder, RowFile.Labels)).Index()
                .ToDictionary(row => row.Index, row => row.Item)
            : CorrectionFiles.ReadShard(folder).ToDictionary(placed => placed.Place, placed => placed.Label);
        return
        [
            .. from placed in again
               let before = recorded.GetValueOrDefault(placed.Place)
               where before is not null && before != placed.Label
               select (before, placed.Label),
        ];
    }

    private AuditFinding FindingOf(List<(LabelRow Recorded, LabelRow Found)> differing)
    {
        var (recorded, found) = differing[0];
        var equal = recorded.Chosen.Split(' ').Zip(found.Chosen.Split(' '))
            .TakeWhile(pair => pair.First == pair.Second).Count();
        return new AuditFinding
        {
            Kind = FindingKind.Label,
            Text = string.Create(
                CultureInfo.InvariantCulture,
                $"generated again, {differing.Count} weak labels of {_claim.Name} come out otherwise; the first is "
                + $"{recorded.Id}, from word {equal + 1} on: “{Short(recorded.Chosen)}” was recorded, "
                + $"“{Short(found.Chosen)}” comes out"),
        };
    }

    private static string Short(string text) => text.Length <= 120 ? text : text[..120] + "…";
}
