using System.Diagnostics;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Methods.Auditing;

/// <summary>Does one step of a run again, as far as its level asks, and compares it with what the run claims.</summary>
internal sealed class StepAudit
{
    private readonly StepContext _context;
    private readonly StepAuditOptions _options;
    private readonly StepExecutor _executor;
    private readonly StepProofs _recordedProofs;
    private readonly IReadOnlyList<EnvironmentDifference> _environment;
    private readonly List<AuditFinding> _findings = [];

    public StepAudit(StepContext context, StepAuditOptions options)
    {
        (_context, _options, _executor) = (context, options, context.Executor!);
        _recordedProofs = options.IsImported
            ? new StepProofs(Path.Combine(_executor.Store.Root, "runs", options.Subject))
            : _executor.Store.Proofs;
        _environment = EnvironmentDifferences();
    }

    private StepClaim Claim => _options.Claim;

    /// <summary>Whether equal bits may be expected: nothing that decides them is another.</summary>
    private bool IsBitwise =>
        !_options.IsOtherThreads && !_environment.Any(difference => EnvironmentRecord.DecidesBits(difference.Name));

    public AuditedStep Run()
    {
        var began = Stopwatch.GetTimestamp();
        var done = Execute();
        return done with
        {
            Verdict = VerdictOf(done),
            Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
            Findings = IsAccepted(done) ? [] : _findings,
            Environment = _environment,
        };
    }

    private AuditedStep Execute()
    {
        try
        {
            return _options.IsImported ? CompareImported() : _options.Level switch
            {
                AuditLevel.Full => new FullReplay(_context, _options, _executor, _environment).Run(_findings, Empty()),
                AuditLevel.Resume => new PartReplay(_context, _options, _executor).Run(_findings, Empty()),
                AuditLevel.Labels => new LabelReplay(_context, _options, _executor).Run(_findings, Empty()),
                _ => Empty(),
            };
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InputException or InvalidDataException)
        {
            _findings.Add(new AuditFinding
            {
                Kind = FindingKind.Missing, Text = $"{Claim.Name} cannot be executed again: {exception.Message}",
            });
            return Empty() with { Checked = "nothing" };
        }
    }

    /// <summary>What this store made of an imported step against what was claimed.</summary>
    private AuditedStep CompareImported()
    {
        var record = _executor.Store.FindStep(Claim.Key)
            ?? throw new InvalidDataException($"the store has no record of {Claim.Name}");
        var differing = Claim.Outputs.Where(output => record.Outputs.GetValueOrDefault(output.Key) != output.Value);
        using var recorded = LedgerReader.Open(_recordedProofs.Ledger(Claim.Key));
        using var made = LedgerReader.Open(_executor.Store.Proofs.Ledger(Claim.Key));
        foreach (var (name, _) in differing)
            _findings.Add(Differences.OfExecution(Claim, name, recorded, made, _environment));
        return Empty() with
        {
            Checked = "executed here, artifacts compared with the imported claims",
            ArtifactCount = Claim.Outputs.Count,
            UpdateCount = made?.Count ?? 0,
            LargestDifference = Differences.LargestRelative(recorded, made),
        };
    }

    private AuditedStep Empty() => new()
    {
        Key = Claim.Key,
        Name = Claim.Name,
        Kind = Claim.Spec.Kind,
        Verdict = AuditVerdict.Reproduced,
        Level = _options.Level,
        Checked = "records",
        Outputs = Claim.Outputs,
    };

    private AuditVerdict VerdictOf(AuditedStep done) =>
        !IsBitwise && Verdicts.Of(_findings) != AuditVerdict.Incomplete && IsWithinTolerance(done)
            ? AuditVerdict.WithinTolerance
            : Verdicts.Of(_findings);

    private bool IsAccepted(AuditedStep done) => VerdictOf(done) == AuditVerdict.WithinTolerance;

    private bool IsWithinTolerance(AuditedStep done) =>
        _findings.All(finding => finding.Kind == FindingKind.Execution)
        && (done.LargestDifference ?? 0) <= _options.Tolerance;

    private IReadOnlyList<EnvironmentDifference> EnvironmentDifferences()
    {
        if (Claim.Proof is not { } proof)
            return [];
        try
        {
            var manifest = AttemptManifest.Read(_recordedProofs.Manifest(Claim.Key, proof.Manifest));
            return EnvironmentRecord.Compare(manifest.Environment, _executor.EnvironmentOf(Claim.Spec.Kind));
        }
        catch (InputException exception)
        {
            _findings.Add(new AuditFinding
            {
                Kind = FindingKind.Manifest, Text = $"the manifest of {Claim.Name}: {exception.Message}",
            });
            return [];
        }
    }
}
