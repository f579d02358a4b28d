using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Archives;

/// <summary>
/// The data that came with an imported run: <c>data/SHA-256/NAME</c> in its folder. The proof is kept as it was signed,
/// with the paths of the machine that made it; where a file is read is decided here. Paths are not part of keys.
/// </summary>
public static class ArchivedData
{
    /// <summary>The proof with every file that came with the run pointing there.</summary>
    /// <param name="proof">Of the run.</param>
    /// <param name="runFolder">Its folder.</param>
    public static RunProof PointTo(RunProof proof, string runFolder)
    {
        var data = Path.Combine(runFolder, ArchivePaths.Data);
        return Directory.Exists(data)
            ? proof with { Steps = [.. proof.Steps.Select(step => step with { Spec = PointTo(step.Spec, data) })] }
            : proof;
    }

    private static StepSpec PointTo(StepSpec spec, string data) =>
        spec.Files.Count == 0
            ? spec
            : spec with
            {
                Files = new SortedDictionary<string, InputFile>(
                    spec.Files.ToDictionary(file => file.Key, file => PointTo(file.Value, data)),
                    StringComparer.Ordinal),
            };

    private static InputFile PointTo(InputFile file, string data)
    {
        if (!Digests.IsDigest(file.Sha256))
            return file;
        // The name may be that of an equal file with another name.
        var folder = Path.Combine(data, file.Sha256);
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder).FirstOrDefault() is { } found
            ? file with { Path = found }
            : file;
    }
}
