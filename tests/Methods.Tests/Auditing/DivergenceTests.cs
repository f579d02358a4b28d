using System.Globalization;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Tests.Support;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Methods.Tests.Auditing;

/// <summary>
/// One weight is changed by one unit in the last place between two updates, in the first execution or in the audit's:
/// the first update that was made with it is found, with few look-ups and one replay.
/// </summary>
[Collection(TensorTests.Name)]
public sealed class DivergenceTests : IDisposable
{
    private const int Updates = 27;

    private readonly AuditLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(1, true)]
    [InlineData(8, true)]
    [InlineData(13, false)]
    [InlineData(26, true)]
    public void Audit_WeightChangedInTheRecordedRun_FindsTheUpdate(int after, bool isUsed)
    {
        var spec = Spec(batchSize: 2, seed: 100 + after);
        StopAfter(spec, after);
        ChangeOneWeight(Path.Combine(_lab.Lab.Store.Work(spec.Key).CheckpointFolder, "sft"), isUsed);
        _lab.Add("changed", spec);

        var divergence = Divergence(_lab.Audit(AuditLevel.Full));

        Assert.Equal(after + 1, divergence.Update);
        Assert.Equal("sft", divergence.Stage);
        Assert.InRange(divergence.LookUps, 1, (int)Math.Ceiling(Math.Log2(Updates + 1)));
        Assert.Contains("weights", divergence.Fields);
        Assert.Equal(2, divergence.Rows.Count);
        Assert.Equal("at the end", divergence.ComparedAt);
        Assert.NotNull(divergence.Tensor);
        Assert.InRange(divergence.LargestUlp!.Value, 1, long.MaxValue);
        Assert.Contains(Cause(divergence, isUsed), divergence.LikelyCause, StringComparison.Ordinal);
        Assert.Contains("the record was made by something else", divergence.LikelyCause, StringComparison.Ordinal);
        Assert.Contains(
            _lab.Audit(AuditLevel.Inputs).Steps.Single(step => step.Name == "changed").Findings,
            finding => finding.Kind == FindingKind.Checkpoint);
    }

    [Fact]
    public void Audit_WeightChangedInTheAudit_FindsTheUpdateAndTheWeightsAfterIt()
    {
        const int After = 11;
        var plan = _lab.Plan(AuditLevel.Full, _lab.Proof());
        var audit = plan.Steps.Single(step => step.Name == "audit of sft").Spec;
        StopAfter(audit, After);
        ChangeOneWeight(Path.Combine(
            _lab.Lab.Store.Work(audit.Key).CheckpointFolder, "again", "checkpoint", "sft"), isUsed: true);
        foreach (var step in plan.Steps)
            _lab.Lab.Executor.Execute(step.Spec, _ => { });

        var divergence = Divergence(_lab.ReportOf(plan));

        Assert.Equal(After + 1, divergence.Update);
        Assert.Equal("after update 12 of sft", divergence.ComparedAt);
        Assert.InRange(divergence.LargestUlp!.Value, 1, long.MaxValue);
        Assert.InRange(divergence.DifferentCount!.Value, 1, long.MaxValue);
        Assert.Contains("this machine that does not repeat itself", divergence.LikelyCause, StringComparison.Ordinal);
        Assert.NotEmpty(_lab.Lab.Store.Divergences());
    }

    // How the CPU rounds decides whether so small a change reaches the loss, or the gradient's norm; that of a weight
    // which is not used reaches neither.
    private static string Cause(FirstDivergence divergence, bool isUsed) =>
        isUsed && divergence.Fields.Contains("loss") ? "weights were changed between two updates"
        : isUsed && divergence.Fields.Contains("gradient norm") ? "the loss is the same, its gradient is not"
        : "the memory that holds them";

    private StepSpec Spec(int batchSize, int seed) => _lab.Lab.Spec(
        "sft", new SftOptions { Epochs = 3, BatchSize = batchSize },
        new() { ["model"] = _lab.Models.Base, ["labels"] = _lab.Labels.Output("labels") }, seed);

    private void StopAfter(StepSpec spec, int updates)
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<StepStoppedException>(() => _lab.Lab.Executor.Execute(
            spec,
            progress =>
            {
                if (progress.Done == updates)
                    stop.Cancel();
            },
            stop.Token));
    }

    /// <summary>
    /// The next number of one weight, with the checksum that says so: nobody notices on resume. The last weight is the
    /// final norm's, which every token meets; the first is that of a token no row has.
    /// </summary>
    private static void ChangeOneWeight(string folder, bool isUsed)
    {
        var state = Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Last();
        var tensors = Path.ChangeExtension(state, ".safetensors");
        long start, index;
        using (var file = SafetensorsFile.Open(tensors))
        {
            var weights = file.Get("weights");
            start = new FileInfo(tensors).Length - file.Entries.Sum(entry => entry.Length) + weights.Offset;
            index = isUsed ? weights.Length / sizeof(float) - 1 : 0;
        }
        var bytes = File.ReadAllBytes(tensors);
        var at = (int)(start + index * sizeof(float));
        BitConverter.TryWriteBytes(bytes.AsSpan(at), BitConverter.ToUInt32(bytes, at) + 1);
        File.WriteAllBytes(tensors, bytes);

        var json = JsonNode.Parse(File.ReadAllText(state))!;
        var checksum = ulong.Parse(
            json["checksums"]!["weights"]!.GetValue<string>(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var changed = checksum + (2 * (ulong)index) + 1;
        json["checksums"]!["weights"] = changed.ToString("x16", CultureInfo.InvariantCulture);
        File.WriteAllText(state, json.ToJsonString());
    }

    private static FirstDivergence Divergence(AuditReport report)
    {
        Assert.Equal(AuditVerdict.Diverged, report.Verdict);
        var step = Assert.Single(report.Steps, step => step.Findings.Count > 0);
        return Assert.Single(step.Findings, finding => finding.Kind == FindingKind.Execution).Divergence!;
    }
}
