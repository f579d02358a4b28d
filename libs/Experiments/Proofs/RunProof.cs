using System.Text.Json;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Proofs;

/// <summary>
/// What a finished run claims, all of it checkable: the experiment, where each option came from, and for every step
/// what it was, what it made, and the head of its ledger. Kept as canonical JSON in the run's folder.
/// </summary>
public sealed record RunProof
{
    public const string FileName = "proof.json";

    private const long MaxBytes = 1L << 30;

    /// <summary>Id of the run.</summary>
    public required string RunId { get; init; }

    public required string Name { get; init; }

    public required string Task { get; init; }

    /// <summary>The experiment as it was launched.</summary>
    public required string ExperimentText { get; init; }

    /// <summary>Every option with its value and where it came from.</summary>
    public required IReadOnlyList<OptionOrigin> Options { get; init; }

    /// <summary>Version and commit that the tracker was.</summary>
    public required IReadOnlyDictionary<string, string> Product { get; init; }

    /// <summary>In the order of the plan.</summary>
    public required IReadOnlyList<StepClaim> Steps { get; init; }

    /// <summary>Key of the step that made the report.</summary>
    public required string ReportStepKey { get; init; }

    public string? ReportDigest { get; init; }

    /// <summary>What is missing where not all that was read, or not the report, was made by one of the steps.</summary>
    public string? FindGap()
    {
        var made = Steps.Select(claim => claim.Key).ToHashSet(StringComparer.Ordinal);
        return made.Contains(ReportStepKey)
            ? (from claim in Steps
               from input in claim.Spec.Inputs
               where !made.Contains(input.Value.StepKey)
               select $"no step made what '{claim.Name}' read as {input.Key}").FirstOrDefault()
            : "no step made the report";
    }

    /// <summary>The file's content.</summary>
    public byte[] ToCanonicalJson() =>
        CanonicalJson.SerializeToUtf8(JsonSerializer.SerializeToNode(this, StepJson.Serializer));

    /// <summary>Digest of the proof: changes with anything in it.</summary>
    public string Digest() => Digests.OfBytes(ToCanonicalJson());

    /// <exception cref="InputException">It is missing, too large, or no proof.</exception>
    public static RunProof Read(string path) => Parse(InputBytes.Read(path, MaxBytes, "; the run has no proof"), path);

    /// <param name="utf8">The file's content.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InputException">It is no proof, or has something else where a digest belongs.</exception>
    public static RunProof Parse(ReadOnlySpan<byte> utf8, string name)
    {
        try
        {
            var proof = JsonSerializer.Deserialize<RunProof>(utf8, StepJson.Serializer)
                ?? throw new InputException(name, null, "is null; allowed is the proof of a run");
            foreach (var step in proof.Steps)
                CheckDigests(step, name);
            return proof;
        }
        catch (JsonException exception)
        {
            throw new InputException(name, null, $"is no proof of a run: {exception.Message}");
        }
    }

    // Files are named after them.
    private static void CheckDigests(StepClaim step, string name)
    {
        string[] left = step.Proof is { } proof ? [proof.Manifest, proof.LedgerHead] : [];
        string[] digests = [step.Key, .. step.Outputs.Values, .. left];
        if (digests.FirstOrDefault(text => !Digests.IsDigest(text)) is { } wrong)
            throw new InputException(
                name, null, $"says '{wrong}' of the step '{step.Name}'; allowed is a SHA-256 digest");
    }
}

/// <summary>What a step was and made, as the run claims it.</summary>
public sealed record StepClaim
{
    /// <summary>Its name in the run: <c>seed 1 / sft</c>.</summary>
    public required string Name { get; init; }

    public required string Key { get; init; }

    public required StepSpec Spec { get; init; }

    /// <summary>Output name → digest.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    /// <summary>What its execution left behind; null for a step of an earlier version, which left nothing.</summary>
    public StepProof? Proof { get; init; }
}
