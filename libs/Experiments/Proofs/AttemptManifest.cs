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
        return JsonSerializer.Deserialize<AttemptManifest>(bytes, StepJson.Serializer)
            ?? throw new InputException(path, null, "is null; allowed is a manifest");
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
    /// <summary>Of a file with a row on each line.</summary>
    public static RowRecord Of(string path)
    {
        var digests = File.ReadLines(path).Select(Digests.OfText).ToList();
        var inOrder = Digests.OfText(string.Concat(digests));
        digests.Sort(StringComparer.Ordinal);
        return new RowRecord(digests.Count, inOrder, Digests.OfText(string.Concat(digests)));
    }
}
