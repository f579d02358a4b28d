using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Methods.Auditing;

/// <summary>Folders in which an audit executes a step, below those of the audit itself: they outlive a crash.</summary>
internal static class AuditWork
{
    private const string WeightsFile = "first-difference.safetensors";

    public static StepWork In(StepContext context, string name)
    {
        var folder = Path.Combine(context.CheckpointFolder, name);
        return new StepWork(
            Path.Combine(folder, "checkpoint"), Path.Combine(folder, "outputs"),
            Directory.CreateDirectory(Path.Combine(folder, "proof")).FullName);
    }

    /// <summary>Removes all of them once the finding is written: kept checkpoints are for trainings.</summary>
    public static void Remove(StepContext context)
    {
        foreach (var folder in Directory.EnumerateDirectories(context.CheckpointFolder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Where the weights of the first difference are kept.</summary>
    public static string Weights(StepWork work) => Path.Combine(work.ProofFolder, WeightsFile);
}
