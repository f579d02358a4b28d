using System.Text.Json;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Reports;

/// <summary>Writes what a finished run claims, beside its report: what an audit checks.</summary>
public sealed class RunProofWriter(ArtifactStore store)
{
    private const string OptionsFile = "options.json";

    /// <summary>Path of a run's proof, written when the run is completed.</summary>
    public static string PathOf(string storeRoot, Guid runId) =>
        Path.Combine(RunReportWriter.FolderOf(storeRoot, runId), RunProof.FileName);

    /// <summary>Keeps where the options of a run that is launched come from.</summary>
    public void KeepOptions(Guid runId, IReadOnlyList<OptionOrigin> options) =>
        RunFile.Write(
            Path.Combine(FolderOf(runId), OptionsFile),
            JsonSerializer.SerializeToUtf8Bytes(options, StepJson.Serializer));

    internal void Write(RunView run, Report report) =>
        RunFile.Write(Path.Combine(FolderOf(run.Run.Id), RunProof.FileName), ProofOf(run, report).ToCanonicalJson());

    private string FolderOf(Guid runId) => store.RunFolder(runId.ToString("N"));

    private RunProof ProofOf(RunView run, Report report) => new()
    {
        RunId = run.Run.Id.ToString("N"),
        Name = run.Run.Name,
        Task = report.Task,
        ExperimentText = run.ExperimentText,
        Options = ReadOptions(run.Run.Id),
        Product = ProductInfo.Current,
        Steps = [.. run.Steps.Select(ClaimOf)],
        ReportStepKey = run.ReportStepKey,
        ReportDigest = report.ReportDigest,
    };

    private StepClaim ClaimOf(StepRow step)
    {
        var record = store.FindStep(step.Key)
            ?? throw new InvalidDataException($"the store has lost the step {step.Name} of a run that it finished");
        return new StepClaim
        {
            Name = step.Name, Key = step.Key, Spec = record.Spec, Outputs = record.Outputs, Proof = record.Proof,
        };
    }

    private IReadOnlyList<OptionOrigin> ReadOptions(Guid runId)
    {
        var path = Path.Combine(FolderOf(runId), OptionsFile);
        return File.Exists(path)
            ? JsonSerializer.Deserialize<IReadOnlyList<OptionOrigin>>(File.ReadAllBytes(path), StepJson.Serializer)!
            : [];
    }
}
