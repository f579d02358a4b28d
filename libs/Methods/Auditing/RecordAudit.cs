using System.Diagnostics;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods.Sampling;

namespace WeakToStrong.Methods.Auditing;

/// <summary>Holds what the store has of a step against what the run claims of it.</summary>
internal sealed class RecordAudit(StepExecutor executor, RecordAuditOptions options)
{
    // What a process without tensors can say of where it is.
    private static readonly string[] Comparable = ["os/", "cpu/", "runtime"];

    private readonly ArtifactStore _store = executor.Store;
    private readonly ILookup<string, StepClaim> _claims =
        options.Proof.Steps.ToLookup(claim => claim.Key, StringComparer.Ordinal);
    private readonly StepProofs _proofs =
        AuditedProofs.Of(executor.Store, options.Proof.RunId, options.IsImported);

    public AuditedStep Run(StepClaim claim)
    {
        var began = Stopwatch.GetTimestamp();
        var findings = new List<AuditFinding>();
        var manifest = CheckManifest(claim, findings);
        CheckKey(claim, manifest, findings);
        CheckInputs(claim, manifest, findings);
        if (!options.IsImported)
            CheckRecord(claim, findings);
        CheckFiles(claim, manifest, findings);
        var (artifacts, bytes) = options.IsImported ? (0, 0) : CheckOutputs(claim, findings);
        if (claim.Key == options.Proof.ReportStepKey)
            findings.AddRange(ReportAudit.Of(_store, claim, options));
        CheckLedger(claim, findings);
        CheckCheckpoints(claim, findings);
        return new AuditedStep
        {
            Key = claim.Key,
            Name = claim.Name,
            Kind = claim.Spec.Kind,
            Verdict = Verdicts.Of(findings),
            Level = AuditLevel.Inputs,
            Checked = CheckedText(claim),
            Outputs = claim.Outputs,
            ArtifactCount = artifacts,
            ByteCount = bytes,
            Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
            Findings = findings,
            Environment = manifest is null ? [] : EnvironmentDifferences(manifest),
        };
    }

    private string CheckedText(StepClaim claim)
    {
        var what = options.IsImported
            ? "records, ledger and manifest as imported"
            : "records, artifacts, ledger, manifest and checkpoints";
        if (claim.Spec.Files.Values.Any(file => !IsHere(file)))
            what += "; data that it read did not come along";
        return executor.Catalogue.FindKind(claim.Spec.Kind) is { ComesFromOutside: true }
            ? $"{what}; it comes from outside and cannot be made again"
            : what;
    }

    private static void Add(List<AuditFinding> findings, FindingKind kind, string text) =>
        findings.Add(new AuditFinding { Kind = kind, Text = text });

    private static List<EnvironmentDifference> EnvironmentDifferences(AttemptManifest manifest) =>
    [
        .. EnvironmentComparison.Compare(manifest.Environment, MachineEnvironment.Read())
            .Where(difference => Comparable.Any(name => difference.Name.StartsWith(name, StringComparison.Ordinal))),
    ];

    private AttemptManifest? CheckManifest(StepClaim claim, List<AuditFinding> findings)
    {
        if (claim.Proof is not { } proof)
        {
            Add(findings, FindingKind.Missing,
                $"{claim.Name} was made by a version that kept no ledger and no manifest");
            return null;
        }
        try
        {
            return AttemptManifest.Read(_proofs.Manifest(claim.Key, proof.Manifest));
        }
        catch (InputException exception)
        {
            Add(findings, FindingKind.Manifest, $"the manifest of {claim.Name}: {exception.Message}");
            return null;
        }
    }

    /// <summary>The key is the digest of all that decides the bits: a changed option or seed gives another.</summary>
    private static void CheckKey(StepClaim claim, AttemptManifest? manifest, List<AuditFinding> findings)
    {
        if (manifest is not null && manifest.Seed != claim.Spec.Seed)
            Add(findings, FindingKind.Seed,
                $"the seed of {claim.Name} is {claim.Spec.Seed}; it was executed with {manifest.Seed}");
        if (manifest is not null)
            foreach (var (path, recorded, claimed) in OptionDifferences(manifest.Options, claim.Spec.Options, ""))
                Add(findings, FindingKind.Option,
                    $"the option {path} of {claim.Name} is {claimed}; it was executed with {recorded}");
        if (StepKeys.Compute(claim.Spec) != claim.Key && Verdicts.Of(findings) == AuditVerdict.Reproduced)
            Add(findings, FindingKind.Option,
                $"what the proof says of {claim.Name} does not give its key {claim.Key[..12]}: its options, seed or "
                + "inputs were changed");
    }

    /// <summary>
    /// A key names the steps whose outputs were read, not what these were: the manifest says that, so outputs that have
    /// changed places are noticed.
    /// </summary>
    private void CheckInputs(StepClaim claim, AttemptManifest? manifest, List<AuditFinding> findings)
    {
        foreach (var (name, input) in claim.Spec.Inputs)
            if (_claims[input.StepKey].FirstOrDefault() is { } maker
                && maker.Outputs.GetValueOrDefault(input.Output) is { } claimed
                && manifest?.Inputs.GetValueOrDefault(name)?.Digest is { } read && read != claimed)
                Add(findings, KindOf(maker, input.Output),
                    $"{claim.Name} read {read[..12]} as the {input.Output} of {maker.Name}, which the proof says is "
                    + $"{claimed[..12]}");
    }

    private static IEnumerable<(string Path, string Recorded, string Claimed)> OptionDifferences(
        JsonNode? recorded, JsonNode? claimed, string path)
    {
        if (recorded is JsonObject before && claimed is JsonObject after)
            return before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key))
                .Order(StringComparer.Ordinal)
                .SelectMany(name => OptionDifferences(
                    before[name], after[name], path.Length == 0 ? name : $"{path}.{name}"));
        return JsonNode.DeepEquals(recorded, claimed) ? [] : [(path, Text(recorded), Text(claimed))];
    }

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "not set";

    private void CheckRecord(StepClaim claim, List<AuditFinding> findings)
    {
        var record = _store.FindStep(claim.Key);
        if (record is null)
        {
            Add(findings, FindingKind.Missing,
                $"the store has no record of {claim.Name}, or not all of its artifacts: it was collected or removed");
            return;
        }
        foreach (var (output, digest) in claim.Outputs)
            if (record.Outputs.GetValueOrDefault(output) != digest)
                Add(findings, FindingKind.Artifact,
                    $"the store's record of {claim.Name} names another artifact as its {output} than the proof");
    }

    // Where it was run elsewhere, a path says nothing of what lies there here, but for data that came along.
    private bool IsHere(InputFile file) =>
        !options.IsImported || Path.GetFullPath(file.Path).StartsWith(
            _store.RunFolder(options.Proof.RunId) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private void CheckFiles(StepClaim claim, AttemptManifest? manifest, List<AuditFinding> findings)
    {
        foreach (var (name, file) in claim.Spec.Files.Where(input => IsHere(input.Value))
            .DistinctBy(input => input.Value.Path))
            if (!File.Exists(file.Path))
                Add(findings, FindingKind.Missing, $"{file.Path}, which {claim.Name} read, is not there any more");
            else if (Digests.OfFile(file.Path) != file.Sha256)
                findings.Add(ChangedRows.Of(
                    manifest?.Inputs.GetValueOrDefault(name), file.Path, $"{file.Path}, which {claim.Name} read,"));
    }

    private (int Count, long Bytes) CheckOutputs(StepClaim claim, List<AuditFinding> findings)
    {
        var (count, bytes) = (0, 0L);
        foreach (var (output, digest) in claim.Outputs)
        {
            if (!_store.HasArtifact(digest))
                Add(findings, FindingKind.Missing,
                    $"the {output} of {claim.Name} ({digest[..12]}) is not in the store");
            else if (!_store.VerifyArtifact(digest))
                findings.Add(ChangedOutput(claim, output, digest));
            else
                (count, bytes) = (count + 1, bytes + SizeOf(_store.ArtifactPath(digest)));
        }
        return (count, bytes);
    }

    private static long SizeOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>Which file of an artifact changed, as far as a step that read it has recorded them.</summary>
    private AuditFinding ChangedOutput(StepClaim claim, string output, string digest)
    {
        var folder = _store.ArtifactPath(digest);
        var what = $"the {output} of {claim.Name}";
        if (ReadBy(digest) is not { } known)
            return new AuditFinding { Kind = KindOf(claim, output), Text = $"{what} has changed since it was made" };
        foreach (var (name, rows) in known.Rows)
            if (RowRecord.Of(Path.Combine(folder, name)) is var found && found != rows)
                return ChangedRows.Between(rows, found, $"{what} ({name})", KindOf(claim, output));
        foreach (var (name, file) in known.Files)
            if (!File.Exists(Path.Combine(folder, name)) || Digests.OfFile(Path.Combine(folder, name)) != file)
                return new AuditFinding { Kind = FindingKind.Artifact, Text = $"{what}: {name} has changed" };
        return new AuditFinding { Kind = KindOf(claim, output), Text = $"{what}: its weights have changed" };
    }

    /// <summary>What a step that read the artifact recorded of it.</summary>
    private InputRecord? ReadBy(string digest) => options.Proof.Steps
        .Where(claim => claim.Spec.Inputs.Values.Any(input => ClaimedDigest(input) == digest))
        .Select(claim => CheckManifest(claim, []))
        .OfType<AttemptManifest>()
        .SelectMany(manifest => manifest.Inputs.Values)
        .FirstOrDefault(input => input.Digest == digest);

    private string? ClaimedDigest(OutputRef input) =>
        _claims[input.StepKey].FirstOrDefault()?.Outputs.GetValueOrDefault(input.Output);

    private static FindingKind KindOf(StepClaim claim, string output) => output switch
    {
        "model" => FindingKind.Weights,
        "labels" when claim.Spec.Kind is CorrectAnswersStep.Kind or MergeLabelsStep.Kind => FindingKind.Label,
        "labels" => FindingKind.Data,
        _ => FindingKind.Artifact,
    };

    private void CheckLedger(StepClaim claim, List<AuditFinding> findings)
    {
        if (claim.Proof is not { } proof)
            return;
        using var ledger = LedgerReader.Open(_proofs.Ledger(claim.Key));
        if (ledger is null)
            Add(findings, FindingKind.Missing, $"the ledger of {claim.Name} is not there any more");
        else if (!ledger.IsOf(claim.Key))
            Add(findings, FindingKind.Ledger, $"the ledger of {claim.Name} is that of another step");
        else if (ledger.FindBroken() is { } broken)
            Add(findings, FindingKind.Ledger,
                $"the ledger of {claim.Name} was changed: entry {broken + 1} of {ledger.Count} does not fit its hash");
        else if (ledger.Count != proof.LedgerEntries || ledger.Head != proof.LedgerHead)
            Add(findings, FindingKind.Ledger,
                $"the ledger of {claim.Name} has {ledger.Count} entries and the head {ledger.Head[..12]}; the proof "
                + $"says {proof.LedgerEntries} and {proof.LedgerHead[..12]}");
    }

    private void CheckCheckpoints(StepClaim claim, List<AuditFinding> findings)
    {
        if (options.IsImported)
            return;
        foreach (var (name, digest) in claim.Proof?.Checkpoints ?? new Dictionary<string, string>())
        {
            var path = Path.Combine(_proofs.Checkpoints(claim.Key), name);
            if (!File.Exists(path))
                Add(findings, FindingKind.Missing, $"the checkpoint {name} of {claim.Name} is not there any more");
            else if (Digests.OfFile(path) != digest)
                Add(findings, FindingKind.Checkpoint, $"the checkpoint {name} of {claim.Name} has changed");
        }
        CheckCheckpointWeights(claim, findings);
    }

    private void CheckCheckpointWeights(StepClaim claim, List<AuditFinding> findings)
    {
        using var ledger = LedgerReader.Open(_proofs.Ledger(claim.Key));
        if (ledger is null || findings.Count > 0)
            return;
        foreach (var altered in new KeptCheckpoints(_proofs.Checkpoints(claim.Key), ledger).Altered)
            Add(findings, FindingKind.Checkpoint,
                $"the checkpoint after update {altered.Saved.Update} of {altered.Stage} of {claim.Name} has other "
                + "weights than its ledger entered");
    }
}
