using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Steps;

/// <summary>The name under which a step's outputs are kept: equal for steps that must make equal bits.</summary>
public static class StepKeys
{
    /// <summary>
    /// SHA-256 of the canonical JSON <c>{kind, revision, options, seed, inputs: {name: "key/output"},
    /// files: {name: sha256}}</c>. Where an input file lies is not part of it.
    /// </summary>
    public static string Compute(StepSpec spec)
    {
        var inputs = new JsonObject();
        foreach (var (name, input) in spec.Inputs)
            inputs.Add(name, $"{input.StepKey}/{input.Output}");
        var files = new JsonObject();
        foreach (var (name, file) in spec.Files)
            files.Add(name, file.Sha256);
        return Digests.OfJson(new JsonObject
        {
            ["kind"] = spec.Kind,
            ["revision"] = spec.Revision,
            ["options"] = spec.Options.DeepClone(),
            ["seed"] = spec.Seed,
            ["inputs"] = inputs,
            ["files"] = files,
        });
    }
}
