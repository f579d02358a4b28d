using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Archives;

/// <summary>What an archive holds: every member with its size and digest. Canonical JSON, and what is signed.</summary>
public sealed record ArchiveIndex
{
    /// <summary>The statement's predicate: that its subject is the index of a run's archive.</summary>
    public const string PredicateType = "urn:weak-to-strong:run-archive:v1";

    private const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required string RunId { get; init; }

    /// <summary>The experiment's name.</summary>
    public required string Name { get; init; }

    /// <summary>Path → size and digest.</summary>
    public required IReadOnlyDictionary<string, IndexedFile> Files { get; init; }

    public byte[] ToCanonicalJson() =>
        CanonicalJson.SerializeToUtf8(JsonSerializer.SerializeToNode(this, StepJson.Serializer));

    /// <summary>The statement about it, signed.</summary>
    public DsseEnvelope Sign(SigningKey key) => new InTotoStatement
    {
        Subjects = [StatementSubject.OfFile(ArchivePaths.Index, Digests.OfBytes(ToCanonicalJson()))],
        PredicateType = PredicateType,
        Predicate = new JsonObject { ["run"] = RunId, ["name"] = Name, ["files"] = Files.Count },
    }.Sign(key);

    /// <param name="json">The member's content, which has been verified.</param>
    /// <param name="archive">What messages call the archive.</param>
    /// <exception cref="InputException">It is no index, or one of a later version.</exception>
    internal static ArchiveIndex Parse(ReadOnlySpan<byte> json, string archive)
    {
        try
        {
            var index = JsonSerializer.Deserialize<ArchiveIndex>(json, StepJson.Serializer)
                ?? throw new JsonException("is null");
            return index.Version == CurrentVersion
                ? index
                : throw new InputException(
                    archive, null, $"is an archive of version {index.Version}; allowed is {CurrentVersion}");
        }
        catch (JsonException exception)
        {
            throw new InputException(archive, null, $"{ArchivePaths.Index} is no index: {exception.Message}");
        }
    }
}

/// <summary>A member of an archive.</summary>
public sealed record IndexedFile(long Bytes, string Sha256);
