using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Proofs;

/// <summary>
/// What an attempt began with: all that decides its bits, and where it was. Kept as canonical JSON under its digest;
/// attempts under equal conditions share one. Which options a user gave, and which are defaults, is in the
/// <see cref="RunProof"/>: a step may belong to several runs.
/// </summary>
public sealed record AttemptManifest
{
    private const long MaxBytes = 256L << 20;

    public required string StepKey { get; init; }

    public required string Kind { get; init; }

    public required int Revision { get; init; }

    /// <summary>Every option of the kind, defaults written out; decoding and batches among them.</summary>
    public required JsonObject Options { get; init; }

    public required int Seed { get; init; }

    /// <summary>Named random streams → the seed that they are drawn from, with their name.</summary>
    public required IReadOnlyDictionary<string, int> Streams { get; init; }

    /// <summary>Input name → what it was.</summary>
    public required IReadOnlyDictionary<string, InputRecord> Inputs { get; init; }

    public required IReadOnlyDictionary<string, string> Product { get; init; }

    /// <summary>As <see cref="MachineEnvironment"/> and libtorch say it.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public byte[] ToCanonicalJson() =>
        CanonicalJson.SerializeToUtf8(JsonSerializer.SerializeToNode(this, StepJson.Serializer));

    /// <exception cref="InputException">It is missing, is no manifest, or is not what its name says.</exception>
    public static AttemptManifest Read(string path)
    {
        var bytes = InputBytes.Read(path, MaxBytes);
        if (Digests.OfBytes(bytes) != Path.GetFileNameWithoutExtension(path))
            throw new InputException(path, null, "has changed: its content does not have the digest in its name");
        try
        {
            return JsonSerializer.Deserialize<AttemptManifest>(bytes, StepJson.Serializer)
                ?? throw new InputException(path, null, "is null; allowed is a manifest");
        }
        catch (JsonException exception)
        {
            throw new InputException(path, null, $"is no manifest: {exception.Message}");
        }
    }
}

/// <summary>An input of a step: an artifact, or a file from outside.</summary>
public sealed record InputRecord
{
    /// <summary>Of the artifact or the file.</summary>
    public required string Digest { get; init; }

    /// <summary>
    /// File within the artifact → its digest: tokenizer, templates, settings. Weights have the artifact's digest alone.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>File of rows → what the rows are, down to their order.</summary>
    public required IReadOnlyDictionary<string, RowRecord> Rows { get; init; }
}

/// <summary>The rows of a file.</summary>
/// <param name="Count">Lines.</param>
/// <param name="InOrder">Digest of the rows' digests, in the order of the file.</param>
/// <param name="AsSet">The same, sorted: equal when only the order is another.</param>
public sealed record RowRecord(int Count, string InOrder, string AsSet)
{
    /// <summary>Of a file with a row on each line. A row takes 32 bytes of memory, whatever its length.</summary>
    public static RowRecord Of(string path)
    {
        // As numbers, digests have the order that they have as text.
        var digests = new List<(UInt128 High, UInt128 Low)>();
        foreach (var line in File.ReadLines(path))
        {
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(line)).AsSpan();
            digests.Add((
                BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..])));
        }
        var inOrder = DigestOf(digests);
        digests.Sort();
        return new RowRecord(digests.Count, inOrder, DigestOf(digests));
    }

    /// <summary>Digest of the digests as text, one after the other.</summary>
    private static string DigestOf(List<(UInt128 High, UInt128 Low)> digests)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> text = stackalloc byte[2 * SHA256.HashSizeInBytes];
        foreach (var (high, low) in digests)
        {
            BinaryPrimitives.WriteUInt128BigEndian(digest, high);
            BinaryPrimitives.WriteUInt128BigEndian(digest[16..], low);
            Convert.TryToHexStringLower(digest, text, out _);
            hash.AppendData(text);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
