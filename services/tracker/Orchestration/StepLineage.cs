using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Keeps what steps read and made as rows that indexes find: from an artifact to its makers and its users, however
/// many steps there are.
/// </summary>
internal static class StepLineage
{
    private const char Blank = ' ';
    private const string AuditKinds = "audit-";

    /// <summary>The outputs of other steps and the files from outside that a new step needs.</summary>
    public static void AddInputs(TrackerContext db, PlannedStep step)
    {
        var outputs = step.Spec.Inputs.Values.Distinct()
            .ToLookup(input => input.StepKey, input => input.Output, StringComparer.Ordinal);
        foreach (var input in step.DependsOn)
            db.StepDependencies.Add(new StepDependency
            {
                StepKey = step.Key,
                DependsOnKey = input,
                Outputs = string.Join(Blank, outputs[input].Order(StringComparer.Ordinal)),
            });
        foreach (var (name, file) in step.Spec.Files)
            db.StepSources.Add(new StepSource
            {
                StepKey = step.Key, Name = name, Sha256 = file.Sha256, Path = file.Path,
            });
    }

    /// <summary>Names in <see cref="StepDependency.Outputs"/>.</summary>
    public static IReadOnlyList<string> OutputsOf(string? joined) =>
        joined?.Split(Blank, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Those that need this output of the step that they depend on.</summary>
    public static IQueryable<StepDependency> Needing(this IQueryable<StepDependency> dependencies, string output) =>
        dependencies.Where(row => (Blank + row.Outputs + Blank).Contains(Blank + output + Blank));

    /// <summary>What a step made, instead of what it is said to have made before.</summary>
    public static Task AddOutputsAsync(
        TrackerContext db, string stepKey, IReadOnlyDictionary<string, string> outputs, DateTimeOffset madeAt) =>
        AddOutputsAsync(db, [(stepKey, outputs)], madeAt);

    /// <summary>The same for several steps.</summary>
    public static async Task AddOutputsAsync(
        TrackerContext db,
        IReadOnlyCollection<(string StepKey, IReadOnlyDictionary<string, string> Outputs)> made,
        DateTimeOffset madeAt)
    {
        var keys = made.Select(step => step.StepKey).ToList();
        await db.StepOutputs.Where(output => keys.Contains(output.StepKey)).ExecuteDeleteAsync();
        var kinds = await db.Steps.Where(step => keys.Contains(step.Key))
            .Select(step => new { step.Key, step.Kind }).ToDictionaryAsync(step => step.Key, step => step.Kind);
        db.StepOutputs.AddRange(
            from step in made
            let stepKind = kinds[step.StepKey]
            where !IsOfAudit(stepKind)
            from output in step.Outputs
            select new StepOutput
            {
                StepKey = step.StepKey,
                Name = output.Key,
                Digest = output.Value,
                Kind = KindOf(output.Key),
                StepKind = stepKind,
                MadeAt = madeAt,
            });
        await db.SaveChangesAsync();
    }

    /// <summary>What an audit finds is read in its report, and would bury what experiments made.</summary>
    private static bool IsOfAudit(string stepKind) => stepKind.StartsWith(AuditKinds, StringComparison.Ordinal);

    /// <summary>Of those of the steps that are to be executed again.</summary>
    public static Task<int> RemoveOutputsAsync(TrackerContext db, IReadOnlyCollection<string> stepKeys) =>
        db.StepOutputs.Where(output => stepKeys.Contains(output.StepKey))
            .Where(output => db.Steps.Any(step => step.Key == output.StepKey && step.OutputsJson == null))
            .ExecuteDeleteAsync();

    /// <summary>What an output is, by its name; the same as the schema's files say of earlier ones.</summary>
    public static ArtifactKind KindOf(string output) => output switch
    {
        "model" => ArtifactKind.Model,
        "labels" => ArtifactKind.Labels,
        "samples" => ArtifactKind.Samples,
        "evaluation" => ArtifactKind.Evaluation,
        "report" => ArtifactKind.Report,
        "tokenizer" => ArtifactKind.Tokenizer,
        _ when output.StartsWith("labels_", StringComparison.Ordinal) => ArtifactKind.Labels,
        _ => ArtifactKind.Data,
    };
}
