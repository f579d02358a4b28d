using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Methods.RewardModel;

namespace WeakToStrong.Methods.Auditing;

/// <summary>How far two artifacts with different digests are from one another.</summary>
internal static class ArtifactComparison
{
    private const string WeightsExtension = ".safetensors";

    /// <summary>
    /// Of weights, the largest relative difference; what else is in a model's folder is the same, or the models are not
    /// near: difference infinite. Of artifacts without weights, the share of lines that differ.
    /// </summary>
    public static double Relative(string recordedFolder, string foundFolder)
    {
        var (recorded, found) = (Digests.FilesOf(recordedFolder), Digests.FilesOf(foundFolder));
        var names = recorded.Keys.Union(found.Keys, StringComparer.Ordinal).ToList();
        return names.Exists(IsWeights)
            ? Differences.Largest(names
                .Where(name => recorded.GetValueOrDefault(name) != found.GetValueOrDefault(name))
                .Select(name => recorded.ContainsKey(name) && found.ContainsKey(name)
                    ? OfFile(name, recordedFolder, foundFolder)
                    : double.PositiveInfinity))
            : RowComparison.DifferingShare(recordedFolder, foundFolder);
    }

    private static double OfFile(string name, string recordedFolder, string foundFolder) => name switch
    {
        _ when IsWeights(name) => WeightComparison.Compare(
            Path.Combine(recordedFolder, name), Path.Combine(foundFolder, name))?.LargestRelative ?? 0,
        RewardModelSummary.FileName => OfSummaries(
            RewardModelSummary.Read(recordedFolder), RewardModelSummary.Read(foundFolder)),
        _ => double.PositiveInfinity,
    };

    // The one other file that is computed with the weights.
    private static double OfSummaries(RewardModelSummary recorded, RewardModelSummary found) => Differences.Largest(
    [
        Differences.Relative(recorded.Mean, found.Mean),
        Differences.Relative(recorded.Deviation, found.Deviation),
        Differences.Relative(recorded.TrainingAccuracy ?? double.NaN, found.TrainingAccuracy ?? double.NaN),
        Differences.Relative(recorded.HeldOutAccuracy ?? double.NaN, found.HeldOutAccuracy ?? double.NaN),
    ]);

    private static bool IsWeights(string name) => name.EndsWith(WeightsExtension, StringComparison.Ordinal);
}
