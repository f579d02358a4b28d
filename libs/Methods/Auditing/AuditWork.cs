using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Torch.Random;

namespace WeakToStrong.Methods.Auditing;

/// <summary>
/// What an audit of a step works with: what it draws, and folders in which it executes the step, below those of the
/// audit itself: they outlive a crash.
/// </summary>
internal static class AuditWork
{
    /// <summary>Draws the checkpoint from which updates are made again.</summary>
    public const string CheckpointStream = "audit/checkpoint/{step}";

    /// <summary>Draws the part of the weak labels that is generated again.</summary>
    public const string LabelStream = "audit/labels/{step}";

    private const string WeightsFile = "first-difference.safetensors";

    public static StepWork In(StepContext context, string name)
    {
        var folder = Path.Combine(context.CheckpointFolder, name);
        return new StepWork(
            Path.Combine(folder, "checkpoint"), Path.Combine(folder, "outputs"),
            Directory.CreateDirectory(Path.Combine(folder, "proof")).FullName);
    }

    /// <summary>One of so many, drawn for the audited step.</summary>
    public static int Draw(StepContext context, string stream, string stepKey, int count) => new SeededRandom(
        (ulong)context.Seed, stream.Replace("{step}", stepKey, StringComparison.Ordinal)).NextInt(count);

    /// <summary>Removes all of them once the finding is written: kept checkpoints are for trainings.</summary>
    public static void Remove(StepContext context)
    {
        foreach (var folder in Directory.EnumerateDirectories(context.CheckpointFolder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Where the weights of the first difference are kept.</summary>
    public static string Weights(StepWork work) => Path.Combine(work.ProofFolder, WeightsFile);
}
