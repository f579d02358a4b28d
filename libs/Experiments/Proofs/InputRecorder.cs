using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Proofs;

/// <summary>Looks at inputs as a manifest records them.</summary>
internal static class InputRecorder
{
    private const string RowExtension = ".jsonl";
    private const string WeightExtension = ".safetensors";

    public static InputRecord OfArtifact(string digest, string folder)
    {
        var paths = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).ToList();
        return new InputRecord
        {
            Digest = digest,
            Files = Sorted(paths.Where(path => !HasRows(path) && !Is(path, WeightExtension)), Digests.OfFile),
            Rows = Sorted(paths.Where(HasRows), RowRecord.Of),
        };

        SortedDictionary<string, T> Sorted<T>(IEnumerable<string> files, Func<string, T> valueOf) =>
            new(files.ToDictionary(path => Path.GetRelativePath(folder, path), valueOf), StringComparer.Ordinal);
    }

    public static InputRecord OfFile(string digest, string path) => new()
    {
        Digest = digest,
        Files = new SortedDictionary<string, string>(),
        Rows = HasRows(path)
            ? new SortedDictionary<string, RowRecord> { [Path.GetFileName(path)] = RowRecord.Of(path) }
            : [],
    };

    private static bool HasRows(string path) => Is(path, RowExtension);

    private static bool Is(string path, string extension) => path.EndsWith(extension, StringComparison.Ordinal);
}
