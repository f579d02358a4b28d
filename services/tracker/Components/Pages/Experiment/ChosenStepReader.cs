using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Api.Artifacts;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>Reads one step of a run, and what needs what among all of them.</summary>
public sealed class ChosenStepReader(TrackerDatabase database, StepQueries steps, ArtifactStore store)
{
    private const int MaxFiles = 40;
    private const int MaxTravellingAttempts = 5;

    /// <summary>Null when the run has no such step.</summary>
    public async Task<ChosenStep?> ReadAsync(
        RunView run, string key, bool isLive, CancellationToken cancellationToken)
    {
        if (run.Steps.FirstOrDefault(step => step.Key == key) is not { } row)
            return null;
        var step = await steps.ShowAsync(key, cancellationToken);
        var inputs = step.Inputs.Select(input => input.StepKey).ToHashSet(StringComparer.Ordinal);
        return new ChosenStep
        {
            Name = row.Name,
            IsCached = row.IsCached,
            Step = isLive ? step : step with { Attempts = [.. step.Attempts.Take(MaxTravellingAttempts)] },
            NamesOfSteps = run.Steps.Where(other => inputs.Contains(other.Key))
                .ToDictionary(other => other.Key, other => other.Name, StringComparer.Ordinal),
            Outputs = [.. step.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal).Select(FilesOf)],
        };
    }

    /// <summary>What needs what in a run; it stays as it is once the run is launched.</summary>
    public async Task<IReadOnlyList<GraphEdge>> EdgesAsync(Guid runId, CancellationToken cancellationToken)
    {
        var edges = await database.ReadAsync(
            db => db.RunMembers.Where(member => member.RunId == runId)
                .Join(
                    db.StepDependencies, member => member.StepKey, edge => edge.StepKey,
                    (member, edge) => new { member.Position, edge.DependsOnKey, edge.StepKey })
                .OrderBy(edge => edge.Position).ThenBy(edge => edge.DependsOnKey).ToListAsync(cancellationToken),
            cancellationToken);
        return [.. edges.Select(edge => new GraphEdge(edge.DependsOnKey, edge.StepKey))];
    }

    // Sizes as they are on the disk; who downloads a file gets it checked against the digest.
    private OutputFiles FilesOf(KeyValuePair<string, string> output)
    {
        if (!store.HasArtifact(output.Value))
            return new OutputFiles(output.Key, output.Value, [], 0, IsThere: false);
        var folder = store.ArtifactPath(output.Value);
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .OrderBy(file => file.FullName, StringComparer.Ordinal).ToArray();
        return new OutputFiles(
            output.Key,
            output.Value,
            [.. files.Take(MaxFiles).Select(file =>
                new ArtifactFile(Path.GetRelativePath(folder, file.FullName), file.Length))],
            Math.Max(0, files.Length - MaxFiles),
            IsThere: true);
    }
}
