using System.Diagnostics;
using System.Text.Json;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Methods.Auditing;

/// <summary>Does one step of a run again, as far as its level asks, and compares it with what the run claims.</summary>
internal sealed class StepAudit(StepContext context, StepAuditOptions options)
{
    private readonly StepExecutor _executor = context.Executor!;
    private readonly StepProofs _proofs =
        AuditedProofs.Of(context.Executor!.Store, options.Subject, options.IsImported);

    private StepClaim Claim => options.Claim;

    public AuditedStep Run()
    {
        var began = Stopwatch.GetTimestamp();
        var environment = EnvironmentDifferences();
        var done = Execute(environment);
        var verdict = VerdictOf(done, environment);
        return done with
        {
            Verdict = verdict,
            Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
            Findings = verdict == AuditVerdict.WithinTolerance ? [] : done.Findings,
            Environment = environment,
            // What cannot be compared at all has no number.
            LargestDifference = done.LargestDifference is { } largest && double.IsFinite(largest) ? largest : null,
        };
    }

    private AuditedStep Execute(IReadOnlyList<EnvironmentDifference> environment)
    {
        try
        {
            return options.IsImported ? CompareImported(environment) : options.Level switch
            {
                AuditLevel.Full => new FullReplay(context, options, environment).Run(Begun()),
                AuditLevel.Resume => new PartReplay(context, options, environment).Run(Begun()),
                AuditLevel.Labels => new LabelReplay(context, options).Run(Begun()),
                _ => Begun(),
            };
        }
        catch (StepRevisionException exception)
        {
            return CannotBeExecuted(
                $"it was made at revision {exception.Planned} of {Claim.Spec.Kind}, this product has "
                + $"{exception.Current}");
        }
        catch (Exception exception) when (exception
            is KeyNotFoundException or InputException or InvalidDataException or CheckpointException or JsonException)
        {
            return CannotBeExecuted(exception.Message);
        }
    }

    private AuditedStep CannotBeExecuted(string why) => Begun() with
    {
        Checked = "nothing",
        Findings =
        [
            new AuditFinding { Kind = FindingKind.Missing, Text = $"{Claim.Name} cannot be executed again: {why}" },
        ],
    };

    /// <summary>What this store made of an imported step against what was claimed.</summary>
    private AuditedStep CompareImported(IReadOnlyList<EnvironmentDifference> environment)
    {
        var record = _executor.Store.FindStep(Claim.Key)
            ?? throw new InvalidDataException($"the store has no record of {Claim.Name}");
        var differing = Claim.Outputs.Where(output => record.Outputs.GetValueOrDefault(output.Key) != output.Value)
            .Select(output => output.Key).ToList();
        using var recorded = LedgerReader.Open(_proofs.Ledger(Claim.Key));
        using var made = LedgerReader.Open(_executor.Store.Proofs.Ledger(Claim.Key));
        var divergence = differing.Count == 0 ? null : Differences.Locate(recorded, made, environment);
        return Begun() with
        {
            Checked = "executed here, artifacts compared with the imported claims",
            ArtifactCount = Claim.Outputs.Count,
            UpdateCount = made?.Count ?? 0,
            LargestDifference = Differences.LargestRelative(
                [.. differing.Select(name => RelativeOf(name, record))], recorded, made),
            Findings = [.. Differences.OfExecution(Claim, differing, divergence)],
        };
    }

    // What a run made elsewhere rarely comes with it.
    private double? RelativeOf(string name, StepRecord record) =>
        record.Outputs.TryGetValue(name, out var made) && _executor.Store.HasArtifact(Claim.Outputs[name])
            ? ArtifactComparison.Relative(
                _executor.Store.ArtifactPath(Claim.Outputs[name]), _executor.Store.ArtifactPath(made))
            : null;

    private AuditedStep Begun() => new()
    {
        Key = Claim.Key,
        Name = Claim.Name,
        Kind = Claim.Spec.Kind,
        Verdict = AuditVerdict.Reproduced,
        Level = options.Level,
        Checked = "records",
        Outputs = Claim.Outputs,
    };

    /// <summary>Where something that decides bits is another, equal bits are not expected, and never claimed.</summary>
    private AuditVerdict VerdictOf(AuditedStep done, IReadOnlyList<EnvironmentDifference> environment)
    {
        var isElsewhere = options.IsOtherThreads
            || environment.Any(difference => EnvironmentComparison.DecidesBits(difference.Name));
        return isElsewhere && IsWithinTolerance(done) ? AuditVerdict.WithinTolerance : Verdicts.Of(done.Findings);
    }

    private bool IsWithinTolerance(AuditedStep done) =>
        done.Findings.All(finding => finding.Kind == FindingKind.Execution)
        && (done.Findings.Count == 0 || done.LargestDifference <= options.Tolerance);

    // A manifest that is gone or was changed is a finding of the audit of the records. What executes no step of the
    // kind has no environment for it.
    private IReadOnlyList<EnvironmentDifference> EnvironmentDifferences()
    {
        if (Claim.Proof is not { } proof || _executor.Catalogue.FindKind(Claim.Spec.Kind) is null)
            return [];
        try
        {
            var manifest = AttemptManifest.Read(_proofs.Manifest(Claim.Key, proof.Manifest));
            return EnvironmentComparison.Compare(manifest.Environment, _executor.EnvironmentOf(Claim.Spec.Kind));
        }
        catch (InputException)
        {
            return [];
        }
    }
}
