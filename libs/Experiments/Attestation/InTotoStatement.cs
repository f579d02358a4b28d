using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Attestation;

/// <summary>
/// An in-toto statement, version 1 (github.com/in-toto/attestation, spec/v1): something is said about artifacts that
/// are named by their digests.
/// </summary>
public sealed record InTotoStatement
{
    /// <summary>The type of an envelope's payload that is a statement.</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    private const string Type = "https://in-toto.io/Statement/v1";

    public required IReadOnlyList<StatementSubject> Subjects { get; init; }

    public required string PredicateType { get; init; }

    public required JsonObject Predicate { get; init; }

    /// <summary>Signs the statement's canonical JSON.</summary>
    public DsseEnvelope Sign(SigningKey key, string? keyId = null) =>
        DsseEnvelope.Sign(key, PayloadType, CanonicalJson.SerializeToUtf8(ToJson()), keyId);

    public JsonObject ToJson() => new()
    {
        ["_type"] = Type,
        ["subject"] = new JsonArray([.. Subjects.Select(subject => subject.ToJson())]),
        ["predicateType"] = PredicateType,
        ["predicate"] = Predicate.DeepClone(),
    };

    /// <param name="payload">What was signed.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="AttestationException">It is no such statement.</exception>
    public static InTotoStatement Parse(ReadOnlySpan<byte> payload, string name)
    {
        try
        {
            var json = StrictJson.Parse(payload);
            if (StrictJson.Text(json, "_type") is not Type and var type)
                throw new AttestationException(name, $"states something of the type '{type}'; known is '{Type}'");
            return new InTotoStatement
            {
                Subjects = [.. StrictJson.Member(json, "subject").AsArray().Select(StatementSubject.Parse)],
                PredicateType = StrictJson.Text(json, "predicateType"),
                Predicate = StrictJson.Member(json, "predicate").AsObject(),
            };
        }
        catch (Exception exception) when (StrictJson.IsFault(exception))
        {
            throw new AttestationException(name, "what is signed is no in-toto statement");
        }
    }
}

/// <summary>An artifact that something is said about.</summary>
/// <param name="Name">Unique within the statement.</param>
/// <param name="Digests">Algorithm → value.</param>
public sealed record StatementSubject(string Name, IReadOnlyDictionary<string, string> Digests)
{
    /// <summary>
    /// Our digest of a folder: SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of
    /// <c>{relative path: SHA-256 of the file}</c>. No file has it, so it is not called <c>sha256</c>.
    /// </summary>
    public const string FolderDigest = "folderSha256";

    public const string FileDigest = "sha256";

    public static StatementSubject OfFolder(string name, string digest) => new(name, One(FolderDigest, digest));

    /// <summary>What a step made, in the order of names.</summary>
    public static IEnumerable<StatementSubject> OfOutputs(string step, IReadOnlyDictionary<string, string> outputs) =>
        outputs.OrderBy(output => output.Key, StringComparer.Ordinal)
            .Select(output => OfFolder($"{step} / {output.Key}", output.Value));

    public static StatementSubject OfFile(string name, string digest) => new(name, One(FileDigest, digest));

    internal JsonObject ToJson()
    {
        var digests = new JsonObject();
        foreach (var (algorithm, value) in Digests)
            digests.Add(algorithm, value);
        return new JsonObject { ["name"] = Name, ["digest"] = digests };
    }

    internal static StatementSubject Parse(JsonNode? json)
    {
        var digests = StrictJson.Member(json, "digest");
        return new StatementSubject(
            StrictJson.Text(json, "name"),
            digests.AsObject().ToDictionary(
                digest => digest.Key, digest => StrictJson.Text(digests, digest.Key), StringComparer.Ordinal));
    }

    private static Dictionary<string, string> One(string algorithm, string value) =>
        new(StringComparer.Ordinal) { [algorithm] = value };
}
