using System.Globalization;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Archives;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Reporting;

namespace WeakToStrong.Tracker.Runs;

/// <summary>What an archive says of its run, as far as it agrees with itself.</summary>
internal sealed record ImportedProof
{
    public required Guid RunId { get; init; }

    public required RunProof Proof { get; init; }

    public required Report Report { get; init; }

    public DateTimeOffset? CreatedAt => Moment("createdAt");

    public DateTimeOffset? StartedAt => Moment("startedAt");

    public DateTimeOffset? FinishedAt => Moment("finishedAt");

    /// <exception cref="InputException">Something in it is not what it should be, though it was signed.</exception>
    public static ImportedProof Read(ArchiveContent content)
    {
        var proof = ProofOf(content);
        if (proof.RunId != content.Index.RunId || !Guid.TryParseExact(proof.RunId, "N", out var runId))
            throw Bad(content, "its proof is that of another run");
        if (proof.Steps.FirstOrDefault(step => !Digests.IsDigest(step.Key) || step.Spec.Key != step.Key) is { } wrong)
            throw Bad(content, $"the key of step '{wrong.Name}' is not that of what it says it was");
        if (proof.Steps.All(step => step.Key != proof.ReportStepKey))
            throw Bad(content, "its proof has no step that made the report");
        return new ImportedProof { RunId = runId, Proof = proof, Report = ReportOf(content) };
    }

    private static RunProof ProofOf(ArchiveContent content) =>
        RunProof.Parse(Kept(content, ArchivePaths.Proof), $"{content.Path}: {ArchivePaths.Proof}");

    private static Report ReportOf(ArchiveContent content)
    {
        try
        {
            return ReportFile.Parse(Kept(content, ArchivePaths.Report), ArchivePaths.Report);
        }
        catch (InvalidDataException exception)
        {
            throw Bad(content, exception.Message);
        }
    }

    private static byte[] Kept(ArchiveContent content, string path) =>
        content.Kept.GetValueOrDefault(path) ?? throw Bad(content, $"has no {path}");

    private static InputException Bad(ArchiveContent content, string message) => new(content.Path, null, message);

    private DateTimeOffset? Moment(string name) =>
        Report.Durations?[name] is JsonValue value && value.TryGetValue<string>(out var text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at)
            ? at
            : null;
}
