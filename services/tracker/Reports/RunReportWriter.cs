using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Reports;

/// <summary>
/// Composes the report that users read: the report step's artifact, which is the same for every execution, with
/// what is particular to this run: machines, times, attempts.
/// </summary>
public sealed class RunReportWriter(TrackerDatabase database, ArtifactStore store, RunProofWriter proofs)
{
    public const string FileName = ReportFile.Name;

    /// <summary>Path of a run's report, written when the run is completed.</summary>
    public static string PathOf(string storeRoot, Guid runId) => Path.Combine(FolderOf(storeRoot, runId), FileName);

    /// <summary>Folder of what belongs to one run; need not be there.</summary>
    public static string FolderOf(string storeRoot, Guid runId) =>
        Path.Combine(storeRoot, "runs", runId.ToString("N"));

    internal async Task<RunRecord> ReadAsync(Guid runId, CancellationToken cancellationToken)
    {
        var run = await database.ReadAsync(db => RunReader.ViewAsync(db, runId, cancellationToken), cancellationToken);
        var attempts = await database.ReadAsync(
            db => db.Attempts.AsNoTracking()
                .Where(attempt => db.RunMembers.Any(
                    member => member.RunId == runId && member.StepKey == attempt.StepKey))
                .OrderBy(attempt => attempt.ClaimedAt).ToListAsync(cancellationToken),
            cancellationToken);
        return new RunRecord(run, attempts);
    }

    internal void Write(RunRecord record, DateTimeOffset finishedAt)
    {
        var run = record.Run;
        RunFile.Write(
            Path.Combine(store.RunFolder(run.Run.Id.ToString("N")), FileName),
            unfinished => ReportFile.Write(
                StablePath(run), Environment(run, record.Attempts), Durations(run, finishedAt), unfinished));
        proofs.Write(run, ReportFile.Read(StablePath(run)));
    }

    private string StablePath(RunView run)
    {
        var report = run.Steps.Single(step => step.Key == run.ReportStepKey);
        return Path.Combine(store.ArtifactPath(report.Outputs.Values.Single()), FileName);
    }

    private JsonObject Environment(RunView run, IReadOnlyList<Attempt> attempts) => new()
    {
        ["runId"] = run.Run.Id.ToString("N"),
        ["store"] = store.Root,
        ["machines"] = new JsonArray([.. MachinesOf(attempts)]),
        ["operatingSystem"] = RuntimeInformation.OSDescription,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["processorCount"] = System.Environment.ProcessorCount,
        ["version"] = typeof(RunReportWriter).Assembly.GetName().Version!.ToString(3),
    };

    private static IEnumerable<JsonNode> MachinesOf(IReadOnlyList<Attempt> attempts) =>
        attempts.Select(attempt => attempt.MachineName)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => (JsonNode)name);

    private static JsonObject Durations(RunView run, DateTimeOffset finishedAt) => new()
    {
        ["createdAt"] = run.Run.CreatedAt.ToString("O"),
        ["startedAt"] = run.Run.StartedAt?.ToString("O"),
        ["finishedAt"] = finishedAt.ToString("O"),
        ["seconds"] = (finishedAt - (run.Run.StartedAt ?? run.Run.CreatedAt)).TotalSeconds,
        ["stepCount"] = run.Run.StepCount,
        ["cachedCount"] = run.Run.CachedCount,
        ["steps"] = new JsonArray([.. run.Steps.Select(StepDuration)]),
    };

    private static JsonNode StepDuration(StepRow step) => new JsonObject
    {
        ["name"] = step.Name,
        ["key"] = step.Key,
        ["cached"] = step.IsCached,
        ["attempts"] = step.AttemptCount,
        ["seconds"] = step.IsCached ? null : step.LastAttempt?.Duration?.TotalSeconds,
    };
}

/// <summary>What the database has of a run for its report.</summary>
internal sealed record RunRecord(RunView Run, IReadOnlyList<Attempt> Attempts);
