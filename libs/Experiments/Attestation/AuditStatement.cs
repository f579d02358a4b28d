using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Experiments.Attestation;

/// <summary>
/// What an audit found, in in-toto's form of a test's result (spec/predicates/test-result.md): a test for each step,
/// the audited artifacts as subjects. The whole report of the audit lies in it under a name of ours.
/// </summary>
public static class AuditStatement
{
    public const string PredicateType = "https://in-toto.io/attestation/test-result/v0.1";

    /// <summary>Under which the report lies in the predicate.</summary>
    public const string ReportField = "urn:weak-to-strong:audit:v1";

    public static InTotoStatement Of(AuditReport report, RunProof? proof) => new()
    {
        Subjects = [.. report.Steps.SelectMany(step => StatementSubject.OfOutputs(step.Name, step.Outputs))],
        PredicateType = PredicateType,
        Predicate = new JsonObject
        {
            ["result"] = ResultOf(report.Verdict),
            ["configuration"] = ConfigurationOf(report, proof),
            ["passedTests"] = TestsOf(report, "PASSED"),
            ["warnedTests"] = TestsOf(report, "WARNED"),
            ["failedTests"] = TestsOf(report, "FAILED"),
            [ReportField] = JsonSerializer.SerializeToNode(report, AuditFile.Serializer),
        },
    };

    /// <summary>The report in a statement that was verified; null where it is about something else.</summary>
    /// <exception cref="AttestationException">What lies in its place is none.</exception>
    public static AuditReport? ReportOf(InTotoStatement statement, string name)
    {
        if (statement.PredicateType != PredicateType || statement.Predicate[ReportField] is not { } report)
            return null;
        try
        {
            return report.Deserialize<AuditReport>(AuditFile.Serializer);
        }
        catch (JsonException exception)
        {
            throw new AttestationException(name, $"has no report of an audit in it: {exception.Message}");
        }
    }

    private static JsonArray ConfigurationOf(AuditReport report, RunProof? proof)
    {
        var files = new List<StatementSubject> { StatementSubject.OfFile(RunProof.FileName, report.ProofDigest) };
        if (proof is not null)
            files.Add(StatementSubject.OfFile("experiment.yaml", Digests.OfText(proof.ExperimentText)));
        return new JsonArray([.. files.Select(file => file.ToJson())]);
    }

    private static JsonArray TestsOf(AuditReport report, string result) => new(
    [
        .. report.Steps.Where(step => ResultOf(step.Verdict) == result)
            .Select(step => (JsonNode)$"{step.Name} ({step.Level.ToString().ToLowerInvariant()})"),
    ]);

    private static string ResultOf(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Reproduced => "PASSED",
        AuditVerdict.WithinTolerance => "WARNED",
        _ => "FAILED",
    };
}
