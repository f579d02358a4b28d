using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Attestation;

/// <summary>
/// The signature of a model's folder as OpenSSF's model signing has it, version 1.0 (sigstore/model-transparency):
/// every file with its digest, and one digest over those of all files, in a Sigstore bundle.
/// </summary>
public static class ModelSignature
{
    public const string PredicateType = "https://model_signing/signature/v1.0";

    private const int ShownCount = 5;

    /// <summary>The content of the signature's file.</summary>
    /// <param name="key">Signs.</param>
    /// <param name="name">For people.</param>
    /// <param name="files">Path within the folder → digest.</param>
    public static byte[] Sign(SigningKey key, string name, IReadOnlyDictionary<string, string> files) =>
        // That tool leaves the key's name in the envelope empty, and hints at the key in the bundle.
        SigstoreBundle.Write(Statement(name, files).Sign(key, keyId: ""), key.Public);

    /// <exception cref="AttestationException">
    /// The folder's files are not those that were signed; names those that were changed, are missing, or are new.
    /// </exception>
    public static void Check(InTotoStatement statement, string folder, string name)
    {
        var signed = FilesOf(statement, name);
        var found = Found(folder);
        var differences = Differences(signed, found, IgnoredOf(statement)).ToArray();
        if (differences.Length == 0)
            return;
        var more = differences.Length > ShownCount ? $", and {differences.Length - ShownCount} more" : "";
        throw new AttestationException(
            folder, $"is not the model that was signed: {string.Join(", ", differences.Take(ShownCount))}{more}");
    }

    /// <summary>Path within the folder → digest, as the statement has them.</summary>
    /// <exception cref="AttestationException">It states no model's files, or contradicts itself.</exception>
    public static IReadOnlyDictionary<string, string> FilesOf(InTotoStatement statement, string name)
    {
        try
        {
            var serialization = StrictJson.Member(statement.Predicate, "serialization");
            if (StrictJson.Text(serialization, "method") != "files"
                || StrictJson.Text(serialization, "hash_type") != "sha256")
                throw new AttestationException(
                    name, "signs parts of files, or not with SHA-256; known are whole files with SHA-256");
            var files = StrictJson.Member(statement.Predicate, "resources").AsArray()
                .Select(file => (Path: StrictJson.Text(file, "name"), Digest: StrictJson.Text(file, "digest")))
                .ToArray();
            if (statement.Subjects is not [var model]
                || model.Digests.GetValueOrDefault(StatementSubject.FileDigest)
                    != RootOf(files.Select(file => file.Digest)))
                throw new AttestationException(name, "contradicts itself: its digest is not that of its files");
            return files.ToDictionary(file => file.Path, file => file.Digest, StringComparer.Ordinal);
        }
        catch (Exception exception) when (StrictJson.IsFault(exception))
        {
            throw new AttestationException(name, "is no statement about a model's files");
        }
    }

    private static InTotoStatement Statement(string name, IReadOnlyDictionary<string, string> files)
    {
        var ordered = files.OrderBy(file => ByParts(file.Key), StringComparer.Ordinal).ToArray();
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [StatementSubject.FileDigest] = RootOf(ordered.Select(file => file.Value)),
            // Beside the digest that other tools compare, ours: by it the model is the subject of an audit.
            [StatementSubject.FolderDigest] = Digests.OfFiles(files),
        };
        return new InTotoStatement
        {
            Subjects = [new StatementSubject(name, digests)],
            PredicateType = PredicateType,
            Predicate = new JsonObject
            {
                ["serialization"] = new JsonObject
                {
                    ["method"] = "files",
                    ["hash_type"] = "sha256",
                    ["allow_symlinks"] = false,
                    ["ignore_paths"] = new JsonArray(),
                },
                ["resources"] = new JsonArray([.. ordered.Select(file => new JsonObject
                {
                    ["name"] = file.Key,
                    ["algorithm"] = "sha256",
                    ["digest"] = file.Value,
                })]),
            },
        };
    }

    // That tool compares paths part by part: all of a folder stands before what only begins like its name.
    private static string ByParts(string path) => path.Replace('/', '\0');

    private static string RootOf(IEnumerable<string> digests) =>
        Convert.ToHexStringLower(SHA256.HashData([.. digests.SelectMany(Convert.FromHexString)]));

    private static SortedDictionary<string, string> Found(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InputException(folder, null, "is no folder; allowed is the folder of the model that was signed");
        try
        {
            return Digests.FilesOf(folder);
        }
        catch (ArgumentException exception)
        {
            throw new AttestationException(folder, $"is not the model that was signed: {exception.Message}");
        }
    }

    private static IEnumerable<string> Differences(
        IReadOnlyDictionary<string, string> signed, SortedDictionary<string, string> found, string[] ignored)
    {
        foreach (var path in signed.Keys.Union(found.Keys).Order(StringComparer.Ordinal))
            if (!found.TryGetValue(path, out var digest))
                yield return $"{path} is missing";
            else if (!signed.TryGetValue(path, out var expected))
            {
                if (!ignored.Any(skip => path == skip || path.StartsWith(skip + "/", StringComparison.Ordinal)))
                    yield return $"{path} was added";
            }
            else if (digest != expected)
                yield return $"{path} was changed";
    }

    private static string[] IgnoredOf(InTotoStatement statement) =>
        statement.Predicate["serialization"]?["ignore_paths"] is JsonArray paths
            ? [.. paths.Select(path => (string?)(path as JsonValue)).OfType<string>()]
            : [];
}
