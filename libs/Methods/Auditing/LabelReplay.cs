using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Auditing;

/// <summary>
/// Generates a random part of the weak labels again, in the batches that they were made in, and compares them: the
/// texts row by row, and by the ledger every token. Here as everywhere texts are the same or not: none are within a
/// tolerance.
/// </summary>
internal sealed class LabelReplay(StepContext context, StepAuditOptions options)
{
    private const string ShardOption = "shard";

    private readonly StepClaim _claim = options.Claim;
    private readonly StepExecutor _executor = context.Executor!;

    private bool IsShard => _claim.Spec.Options[ShardOption] is not null;

    public AuditedStep Run(AuditedStep step)
    {
        using var recorded = LedgerReader.Open(_executor.Store.Proofs.Ledger(_claim.Key))
            ?? throw new InvalidDataException("its ledger is not there any more");
        var spec = PartOf(recorded);
        var work = AuditWork.In(context, "labels");
        var ledger = new ReplayLedger(recorded, begin: 0, end: long.MaxValue);
        var outputs = _executor.ExecuteIn(spec, work, ledger, context.Report, context.Stop);
        var again = CorrectionFiles.ReadShard(outputs["labels"]);
        var labels = Recorded();
        var differing = Differing(labels, again);
        return step with
        {
            Checked = string.Create(
                CultureInfo.InvariantCulture, $"{again.Count} weak labels generated again in their batches"),
            LabelCount = again.Count,
            Findings = [.. CountFindings(labels.Count, again.Count), .. Findings(differing, ledger)],
        };
    }

    // A shard is generated again whole; otherwise every answer has a label.
    private IEnumerable<AuditFinding> CountFindings(int recorded, int again)
    {
        var expected = IsShard
            ? again
            : AnswerFile.ReadUncorrected(_executor.Store.OutputPath(_claim.Spec.Inputs["answers"])).Count;
        if (recorded != expected)
            yield return new AuditFinding
            {
                Kind = FindingKind.Label,
                Text = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_claim.Name} has {recorded} weak labels where its answers make {expected}"),
            };
    }

    private IEnumerable<AuditFinding> Findings(
        List<(LabelRow? Recorded, LabelRow Found)> differing, ReplayLedger ledger)
    {
        if (differing.Count > 0)
            yield return FindingOf(differing);
        else if (ledger.Difference is { } difference)
            yield return new AuditFinding
            {
                Kind = FindingKind.Ledger,
                Text = string.Create(
                    CultureInfo.InvariantCulture,
                    $"generated again, batch {difference.Recorded.Update} of {_claim.Name} has the same texts and "
                    + $"other tokens than its ledger says"),
            };
    }

    /// <summary>The step, or a random part of its batches.</summary>
    private StepSpec PartOf(LedgerReader recorded)
    {
        if (IsShard)
            return _claim.Spec;
        var parts = (int)Math.Clamp(recorded.Count, 1, options.LabelParts);
        var part = (JsonObject)_claim.Spec.Options.DeepClone();
        var shard = new Shard(AuditWork.Draw(context, AuditWork.LabelStream, _claim.Key, parts), parts);
        part[ShardOption] = JsonSerializer.SerializeToNode(shard, StepJson.Serializer);
        return _claim.Spec with { Options = part };
    }

    private IReadOnlyList<PlacedLabel> Recorded()
    {
        var folder = _executor.Store.ArtifactPath(_claim.Outputs["labels"]);
        return IsShard
            ? CorrectionFiles.ReadShard(folder)
            : [.. RowFile.Read<LabelRow>(Path.Combine(folder, RowFile.Labels)).Select(
                (label, place) => new PlacedLabel(place, label))];
    }

    private static List<(LabelRow? Recorded, LabelRow Found)> Differing(
        IReadOnlyList<PlacedLabel> labels, IReadOnlyList<PlacedLabel> again)
    {
        var recorded = labels.DistinctBy(placed => placed.Place)
            .ToDictionary(placed => placed.Place, placed => placed.Label);
        return
        [
            .. from placed in again
               let before = recorded.GetValueOrDefault(placed.Place)
               where before != placed.Label
               select (before, placed.Label),
        ];
    }

    private AuditFinding FindingOf(List<(LabelRow? Recorded, LabelRow Found)> differing) => new()
    {
        Kind = FindingKind.Label,
        Text = string.Create(
            CultureInfo.InvariantCulture,
            $"generated again, {differing.Count} weak labels of {_claim.Name} come out otherwise; the first is "
            + $"{Described(differing[0].Recorded, differing[0].Found)}"),
    };

    private static string Described(LabelRow? recorded, LabelRow found)
    {
        if (recorded is null)
            return $"{found.Id}, which was not recorded: “{Short(found.Chosen)}” comes out";
        var equal = recorded.Chosen.Split(' ').Zip(found.Chosen.Split(' '))
            .TakeWhile(pair => pair.First == pair.Second).Count();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{recorded.Id}, from word {equal + 1} on: “{Short(recorded.Chosen)}” was recorded, "
            + $"“{Short(found.Chosen)}” comes out");
    }

    private static string Short(string text) => text.Length <= 120 ? text : text[..120] + "…";
}
