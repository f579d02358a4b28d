using System.Text.Json.Nodes;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Archives;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Methods.Auditing;
using WeakToStrong.Methods.Files;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;

namespace WeakToStrong.Methods.Tests.Auditing;

/// <summary>An untouched run reproduces at every level; each kind of damage is caught and called by its name.</summary>
[Collection(TensorTests.Name)]
public sealed class AuditTests : IDisposable
{
    private const string WeightsFile = "model.safetensors";

    private readonly AuditLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(AuditLevel.Inputs, 0, 0)]
    [InlineData(AuditLevel.Labels, 18, 0)]
    [InlineData(AuditLevel.Resume, 18, 20)]
    [InlineData(AuditLevel.Full, 0, 32)]
    public void Audit_NothingTouched_Reproduces(AuditLevel level, int labels, int updates)
    {
        var report = _lab.Audit(level, with: request => request with { LabelParts = 1 });

        Assert.Equal(AuditVerdict.Reproduced, report.Verdict);
        Assert.Equal(level, report.Level);
        Assert.All(report.Steps, step => Assert.Empty(step.Findings));
        Assert.Equal(labels, report.Figures.LabelCount);
        Assert.Equal(updates, report.Figures.UpdateCount);
        Assert.Empty(_lab.Lab.Store.Divergences());
    }

    [Fact]
    public void Audit_WhenItIsOver_LeavesNothingOfItsWork()
    {
        var plan = _lab.Plan(AuditLevel.Full, _lab.Proof());
        foreach (var step in plan.Steps)
            _lab.Lab.Executor.Execute(step.Spec, _ => { });

        Assert.All(plan.Steps, step => Assert.Empty(_lab.Lab.Store.FindStep(step.Key)!.Proof!.Checkpoints));
    }

    [Fact]
    public void Audit_OneOfSeveralParts_GeneratesThatPartOfTheLabels()
    {
        var report = _lab.Audit(AuditLevel.Labels, with: request => request with { LabelParts = 5 });

        Assert.Equal(AuditVerdict.Reproduced, report.Verdict);
        Assert.InRange(report.Figures.LabelCount, 2, 4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Audit_LabelsWithDraftsInContinuousBatches_Reproduces(int parts)
    {
        using var lab = new AuditLab(new CorrectionOptions
        {
            MaxNewTokens = 12, BatchSize = 2, Temperature = 1, Speculation = Speculation.Copy,
            Batching = Batching.Continuous,
        });

        var report = lab.Audit(AuditLevel.Labels, with: request => request with { LabelParts = parts });

        Assert.Equal(AuditVerdict.Reproduced, report.Verdict);
        // Units of sixteen and two.
        var possible = parts == 1 ? new[] { 18 } : [2, 16];
        Assert.Contains((int)report.Figures.LabelCount, possible);
    }

    [Fact]
    public void Audit_BitOfWeightsFlipped_NamesTheWeights()
    {
        var proof = _lab.Proof();
        var path = _lab.Writable(_lab.Tuned.Output("model"), WeightsFile);
        AuditLab.FlipBit(path, new FileInfo(path).Length - 1);

        AssertFound(_lab.Audit(AuditLevel.Inputs, proof), "sft", FindingKind.Weights, "model of sft");
    }

    [Fact]
    public void Audit_BitOfLedgerFlipped_NamesTheEntry()
    {
        var proof = _lab.Proof();
        AuditLab.FlipBit(_lab.Lab.Store.Proofs.Ledger(_lab.Tuned.Spec.Key), 40 + 136 * 3 + 35);

        AssertFound(_lab.Audit(AuditLevel.Inputs, proof), "sft", FindingKind.Ledger, "entry 4 of 27");
    }

    [Fact]
    public void Audit_BitOfCheckpointFlipped_NamesTheCheckpointAtBothLevels()
    {
        var ppo = _lab.Add("ppo", _lab.Models.Spec(ToySteps.PpoWithCritic));
        var proof = _lab.Proof();
        var folder = _lab.Lab.Store.Proofs.Checkpoints(ppo.Spec.Key);
        var path = Directory.GetFiles(folder, "*.safetensors", SearchOption.AllDirectories).Order().First();
        AuditLab.FlipBit(path, new FileInfo(path).Length / 2);

        AssertFound(
            _lab.Audit(AuditLevel.Inputs, proof), "ppo", FindingKind.Checkpoint, Path.GetFileName(path));
        AssertFound(
            _lab.Audit(AuditLevel.Resume, proof), "ppo", FindingKind.Checkpoint, Path.GetFileName(path));
    }

    [Fact]
    public void Audit_FromEveryKeptCheckpoint_ReplaysToTheSameLedger()
    {
        var ppo = _lab.Add("ppo", _lab.Models.Spec(ToySteps.PpoWithCritic));
        Assert.NotEmpty(_lab.Lab.Store.FindStep(ppo.Spec.Key)!.Proof!.Checkpoints);

        var from = Enumerable.Range(0, 12).Select(seed =>
            _lab.Audit(AuditLevel.Resume, with: request => request with { Seed = seed, ReplayUpdates = 3 }))
            .Select(report =>
            {
                Assert.Equal(AuditVerdict.Reproduced, report.Verdict);
                return report.Steps.Single(step => step.Name == "ppo").Checked;
            }).Distinct().ToList();

        Assert.Contains(from, text => text.Contains("from the checkpoint after update", StringComparison.Ordinal));
        Assert.True(from.Count > 1, string.Join('\n', from));
    }

    [Fact]
    public void Audit_OptionChanged_NamesTheOption()
    {
        var proof = Changed("sft", options => options["learning_rate"] = 1e-3);

        AssertFound(_lab.Audit(AuditLevel.Inputs, proof), "sft", FindingKind.Option, "learning_rate of sft is 0.001");
    }

    [Fact]
    public void Audit_SeedChanged_NamesTheSeed()
    {
        var proof = _lab.Proof();
        var steps = proof.Steps.Select(claim => claim.Name == "sft"
            ? claim with { Spec = claim.Spec with { Seed = claim.Spec.Seed + 1 } }
            : claim);

        AssertFound(
            _lab.Audit(AuditLevel.Inputs, proof with { Steps = [.. steps] }), "sft", FindingKind.Seed,
            "seed of sft is 2; it was executed with 1");
    }

    /// <summary>Both artifacts are whole, and both steps have one: only who read them tells.</summary>
    [Fact]
    public void Audit_OutputsOfTwoStepsSwapped_NamesWhoReadTheOther()
    {
        var other = _lab.Add("other labels", _lab.Models.Spec(ToySteps.Corrections));
        var proof = _lab.Proof();
        var steps = proof.Steps.Select(claim => claim.Name switch
        {
            "weak labels" => claim with { Outputs = OutputsOf(other) },
            "other labels" => claim with { Outputs = OutputsOf(_lab.Labels) },
            _ => claim,
        });
        _lab.ImportProofs();

        AssertFound(
            _lab.Audit(
                AuditLevel.Inputs, proof with { Steps = [.. steps] }, request => request with { IsImported = true }),
            "sft", FindingKind.Label, "as the labels of weak labels, which the proof says is");

        IReadOnlyDictionary<string, string> OutputsOf(Finished step) =>
            _lab.Lab.Store.FindStep(step.Spec.Key)!.Outputs;
    }

    [Fact]
    public void Audit_ReportOfTheRunChanged_NamesTheFile()
    {
        var report = new Report
        {
            Name = "toy", Task = "correction", Seeds = [1], ReportDigest = "", Rows = [], Summary = [],
            Differences = [], Notes = [],
        };
        report = report with { ReportDigest = ReportFile.DigestOf(report) };
        var proof = _lab.Proof() with { ReportDigest = report.ReportDigest };
        var path = Path.Combine(_lab.Lab.Store.RunFolder(proof.RunId), ReportFile.Name);
        ReportFile.WriteStable(report, path);
        _lab.ImportProofs();
        Assert.Equal(AuditVerdict.Reproduced, Audit().Verdict);

        File.WriteAllText(path, File.ReadAllText(path).Replace("\"toy\"", "\"joy\"", StringComparison.Ordinal));
        AssertFound(Audit(), "sft", FindingKind.Artifact, "was changed: its digest is not");

        var another = report with { Name = "joy" };
        ReportFile.WriteStable(another with { ReportDigest = ReportFile.DigestOf(another) }, path);
        AssertFound(Audit(), "sft", FindingKind.Artifact, $"the proof says {report.ReportDigest[..12]}");

        AuditReport Audit() =>
            _lab.Audit(AuditLevel.Inputs, proof, request => request with { IsImported = true });
    }

    [Fact]
    public void Audit_LabelEdited_NamesTheLabelsAndTheRow()
    {
        var proof = _lab.Proof();
        var path = _lab.Writable(_lab.Labels.Output("labels"), RowFile.Labels);
        var lines = File.ReadAllLines(path);
        var edited = JsonNode.Parse(lines[5])!;
        edited["chosen"] = "yes indeed";
        lines[5] = edited.ToJsonString();
        File.WriteAllLines(path, lines);

        AssertFound(
            _lab.Audit(AuditLevel.Inputs, proof), "weak labels", FindingKind.Label,
            "not all of them the same");
        AssertFound(
            _lab.Audit(AuditLevel.Labels, proof, request => request with { LabelParts = 1 }), "weak labels",
            FindingKind.Label, "toy/5");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Audit_LastLabelRemoved_IsMissed(int parts)
    {
        var proof = _lab.Proof();
        var path = _lab.Writable(_lab.Labels.Output("labels"), RowFile.Labels);
        File.WriteAllLines(path, File.ReadAllLines(path)[..^1]);

        var report = _lab.Audit(AuditLevel.Labels, proof, request => request with { LabelParts = parts });

        AssertFound(report, "weak labels", FindingKind.Label, "has 17 weak labels where its answers make 18");
        if (parts == 1)
            AssertFound(report, "weak labels", FindingKind.Label, "toy/17, which was not recorded");
    }

    [Fact]
    public void Audit_RowOfDataReordered_SaysSo()
    {
        var (file, proof) = WithDataFile();
        File.WriteAllLines(file, File.ReadAllLines(file).Reverse());

        AssertFound(
            _lab.Audit(AuditLevel.Inputs, proof), "data", FindingKind.RowOrder, "same 20 rows in another order");
    }

    [Fact]
    public void Audit_BitOfDataFlipped_NamesTheFile()
    {
        var (file, proof) = WithDataFile();
        AuditLab.FlipBit(file, File.ReadAllText(file).IndexOf("answer 3", StringComparison.Ordinal));

        AssertFound(_lab.Audit(AuditLevel.Inputs, proof), "data", FindingKind.Data, Path.GetFileName(file));
    }

    [Fact]
    public void Audit_ArtifactGone_IsIncomplete()
    {
        var proof = _lab.Proof();
        Directory.Delete(_lab.Lab.Folder(_lab.Tuned.Output("model")), recursive: true);

        var report = _lab.Audit(AuditLevel.Inputs, proof);

        Assert.Equal(AuditVerdict.Incomplete, report.Verdict);
        Assert.Contains(
            report.Steps.Single(step => step.Name == "sft").Findings, finding => finding.Kind == FindingKind.Missing);
    }

    /// <summary>Other threads may round otherwise: equal within a tolerance is never called bitwise.</summary>
    [Fact]
    public void Audit_OtherThreads_IsNeverCalledBitwise()
    {
        var report = _lab.Audit(AuditLevel.Full, with: request => request with { Threads = 2 });

        Assert.Equal(AuditVerdict.WithinTolerance, report.Verdict);
        Assert.Equal(AuditRequest.DefaultTolerance, report.Tolerance);
        Assert.Contains("not bit for bit", report.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_ClaimFromElsewhere_ComparesWhatThisStoreMakes()
    {
        var proof = _lab.Proof();
        var claim = proof.Steps.Single(step => step.Name == "sft");
        _lab.ImportProofs();

        var honest = _lab.AuditImported(claim);
        var altered = _lab.AuditImported(
            claim with { Outputs = new Dictionary<string, string> { ["model"] = new string('0', 64) } });

        Assert.Equal(AuditVerdict.Reproduced, honest.Verdict);
        Assert.Equal(27, honest.UpdateCount);
        Assert.Equal(AuditVerdict.Diverged, altered.Verdict);
        Assert.Contains("makes another model", Assert.Single(altered.Findings).Text, StringComparison.Ordinal);
    }

    /// <summary>On another CPU bits may be others, but what nothing measures is not near.</summary>
    [Fact]
    public void Audit_ForgedClaimFromElsewhere_IsNotWithinTolerance()
    {
        var (_, proof) = WithDataFile();
        _lab.ImportProofs();

        foreach (var claim in proof.Steps)
        {
            var forged = claim.Outputs.ToDictionary(output => output.Key, _ => new string('0', 64));
            Assert.Equal(
                AuditVerdict.WithinTolerance, _lab.AuditImported(claim, isOtherThreads: true).Verdict);
            Assert.Equal(
                AuditVerdict.Diverged,
                _lab.AuditImported(claim with { Outputs = forged }, isOtherThreads: true).Verdict);
        }
    }

    [Fact]
    public void Audit_DataThatDidNotComeAlong_IsNotLookedFor()
    {
        var (file, proof) = WithDataFile();
        _lab.ImportProofs();
        File.WriteAllText(file, "somebody else's");

        var report = _lab.Audit(AuditLevel.Inputs, proof, request => request with { IsImported = true });

        Assert.Equal(AuditVerdict.Reproduced, report.Verdict);
        Assert.Contains(
            "data that it read did not come along", report.Steps.Single(step => step.Name == "data").Checked,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_DataThatCameAlong_IsHeldAgainstTheProof()
    {
        var (file, proof) = WithDataFile();
        _lab.ImportProofs();
        var data = Directory.CreateDirectory(Path.Combine(
            _lab.Lab.Store.RunFolder(proof.RunId), ArchivePaths.Data, Digests.OfFile(file)));
        File.WriteAllText(Path.Combine(data.FullName, "data.jsonl"), "another");
        proof = ArchivedData.PointTo(proof, _lab.Lab.Store.RunFolder(proof.RunId));

        AssertFound(
            _lab.Audit(AuditLevel.Inputs, proof, request => request with { IsImported = true }), "data",
            FindingKind.Data, "data.jsonl");
    }

    [Theory]
    [InlineData(AuditLevel.Resume)]
    [InlineData(AuditLevel.Full)]
    public void Audit_OfAnotherRevision_SaysWhichWithoutFailing(AuditLevel level)
    {
        var spec = _lab.Models.Spec(ToySteps.Sft);
        _lab.AddOfAnotherVersion("old", spec with { Revision = spec.Revision - 1 });

        AssertIncomplete(
            _lab.Audit(level), "old",
            level == AuditLevel.Full
                ? $"made at revision {spec.Revision - 1} of sft, this product has {spec.Revision}"
                : "its ledger is not there any more");
    }

    [Theory]
    [InlineData(AuditLevel.Inputs)]
    [InlineData(AuditLevel.Resume)]
    [InlineData(AuditLevel.Full)]
    public void Audit_OfAKindThatIsNotThereAnyMore_SaysSoWithoutFailing(AuditLevel level)
    {
        _lab.AddOfAnotherVersion("old", _lab.Models.Spec(ToySteps.Sft) with { Kind = "retired" });

        AssertIncomplete(_lab.Audit(level), "old", level switch
        {
            AuditLevel.Inputs => "kept no ledger and no manifest",
            AuditLevel.Resume => "its ledger is not there any more",
            _ => "no step kind 'retired'",
        });
    }

    [Theory]
    [InlineData("sft", "was made at revision")]
    [InlineData("retired", "which this product does not have")]
    public void Audit_OfAnImportedRunThatThisProductCannotMake_IsRefused(string kind, string reason)
    {
        var spec = _lab.Models.Spec(ToySteps.Sft);
        _lab.AddOfAnotherVersion("old", spec with { Kind = kind, Revision = spec.Revision - 1 });

        var proof = _lab.Proof();
        proof = proof with { Steps = [proof.Steps[^1]] };

        var error = Assert.Throws<InputException>(
            () => _lab.Plan(AuditLevel.Full, proof, request => request with { IsImported = true }));

        Assert.StartsWith("level: 'old' of the imported run ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static void AssertIncomplete(AuditReport report, string step, string text)
    {
        Assert.Equal(AuditVerdict.Incomplete, report.Verdict);
        Assert.Contains(
            report.Steps.Single(audited => audited.Name == step).Findings,
            finding => finding.Kind == FindingKind.Missing && finding.Text.Contains(text, StringComparison.Ordinal));
    }

    private (string File, RunProof Proof) WithDataFile()
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(
            row => $$"""{"question":"q {{row}}","answer":"answer {{row}}","correction":"c {{row}}"}""" + "\n"));
        var file = _lab.Lab.WriteFile("data.jsonl", rows);
        _lab.Add("data", _lab.Lab.Spec(
            PrepareFilesStep.Kind,
            new PrepareFilesOptions
            {
                Format = FileFormat.Auto, Rows = 100, JudgeFraction = 0.1, Templates = PromptTemplates.World,
            },
            files: new() { ["supervisor"] = file, ["transfer"] = file, ["test"] = file }));
        return (file.Path, _lab.Proof());
    }

    private RunProof Changed(string name, Action<JsonObject> change)
    {
        var proof = _lab.Proof();
        return proof with { Steps = [.. proof.Steps.Select(claim => claim.Name == name ? Edited(claim) : claim)] };

        StepClaim Edited(StepClaim claim)
        {
            var options = (JsonObject)claim.Spec.Options.DeepClone();
            change(options);
            return claim with { Spec = claim.Spec with { Options = options } };
        }
    }

    private static void AssertFound(AuditReport report, string step, FindingKind kind, string text)
    {
        Assert.Equal(AuditVerdict.Diverged, report.Verdict);
        var findings = report.Steps.Single(audited => audited.Name == step).Findings;
        Assert.All(findings, finding => Assert.Equal(kind, finding.Kind));
        Assert.Contains(findings, finding => finding.Text.Contains(text, StringComparison.Ordinal));
        Assert.All(report.Steps.Where(audited => audited.Name != step), other => Assert.Empty(other.Findings));
    }
}
