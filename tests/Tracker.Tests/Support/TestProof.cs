using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Reports;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>Proofs of runs of fake steps, which have no ledger.</summary>
internal static class TestProof
{
    /// <summary>Writes the proof of a finished run into its folder.</summary>
    public static async Task WriteAsync(string storeRoot, TrackerDatabase database, RunView run)
    {
        var keys = run.Steps.Select(step => step.Key).ToArray();
        var specs = await database.ReadAsync(
            db => db.Steps.Where(step => keys.Contains(step.Key))
                .ToDictionaryAsync(step => step.Key, step => RunnerProtocol.ReadSpec(step.SpecJson)),
            default);
        var proof = new RunProof
        {
            RunId = run.Run.Id.ToString("N"),
            Name = run.Run.Name,
            Task = run.Run.Task,
            ExperimentText = run.ExperimentText,
            Options = [],
            Product = new Dictionary<string, string>(),
            Steps =
            [
                .. run.Steps.Select(step => new StepClaim
                {
                    Name = step.Name, Key = step.Key, Spec = specs[step.Key], Outputs = step.Outputs,
                }),
            ],
            ReportStepKey = run.ReportStepKey,
        };
        var folder = Directory.CreateDirectory(RunReportWriter.FolderOf(storeRoot, run.Run.Id)).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, RunProof.FileName), proof.ToCanonicalJson());
    }
}
