using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Experiments.Attestation;

/// <summary>
/// How a run's artifacts were made, in SLSA's form, version 1 (slsa.dev/provenance/v1): the experiment and what the
/// user chose, what the product chose, the files that went in, and the ledgers and manifests that came out beside.
/// </summary>
public static class ProvenanceStatement
{
    public const string PredicateType = "https://slsa.dev/provenance/v1";

    private const string BuildType = "urn:weak-to-strong:experiment:v1";
    private const string Builder = "urn:weak-to-strong:tracker:v1";

    /// <summary>The last entry's hash of a ledger, which covers all of it; SHA-256 in hexadecimal.</summary>
    private const string LedgerHead = "ledgerHeadSha256";

    public static InTotoStatement Of(RunProof proof) => new()
    {
        Subjects = [.. proof.Steps.SelectMany(step => StatementSubject.OfOutputs(step.Name, step.Outputs))],
        PredicateType = PredicateType,
        Predicate = new JsonObject
        {
            ["buildDefinition"] = new JsonObject
            {
                ["buildType"] = BuildType,
                ["externalParameters"] = new JsonObject
                {
                    ["experiment"] = proof.ExperimentText,
                    ["options"] = OptionsOf(proof, option => option.Origin != ValueOrigin.Default),
                },
                ["internalParameters"] = new JsonObject
                {
                    ["task"] = proof.Task,
                    ["options"] = OptionsOf(proof, option => option.Origin == ValueOrigin.Default),
                },
                ["resolvedDependencies"] = Descriptors(FilesOf(proof)),
            },
            ["runDetails"] = new JsonObject
            {
                ["builder"] = new JsonObject { ["id"] = Builder, ["version"] = Map(proof.Product) },
                ["metadata"] = new JsonObject { ["invocationId"] = proof.RunId },
                ["byproducts"] = Descriptors(ByproductsOf(proof)),
            },
        },
    };

    /// <summary>By name and digest. Where the files lay is the business of the machine that had them.</summary>
    private static IEnumerable<StatementSubject> FilesOf(RunProof proof) =>
        proof.Steps.SelectMany(step => step.Spec.Files.Values).DistinctBy(file => file.Sha256)
            .OrderBy(file => file.Sha256, StringComparer.Ordinal)
            .Select(file => StatementSubject.OfFile(Path.GetFileName(file.Path), file.Sha256));

    private static IEnumerable<StatementSubject> ByproductsOf(RunProof proof)
    {
        yield return StatementSubject.OfFile(RunProof.FileName, proof.Digest());
        foreach (var step in proof.Steps)
        {
            if (step.Proof is not { } left)
                continue;
            yield return StatementSubject.OfFile($"{step.Name} / manifest", left.Manifest);
            if (left.LedgerEntries > 0)
                yield return new StatementSubject(
                    $"{step.Name} / ledger", new Dictionary<string, string> { [LedgerHead] = left.LedgerHead });
        }
    }

    private static JsonArray Descriptors(IEnumerable<StatementSubject> files) =>
        new([.. files.Select(file => file.ToJson())]);

    private static JsonObject OptionsOf(RunProof proof, Func<OptionOrigin, bool> wanted)
    {
        var options = new JsonObject();
        foreach (var option in proof.Options.Where(wanted))
            options[option.Path] = option.Value;
        return options;
    }

    private static JsonObject Map(IReadOnlyDictionary<string, string> pairs)
    {
        var json = new JsonObject();
        foreach (var (name, value) in pairs)
            json.Add(name, value);
        return json;
    }
}
