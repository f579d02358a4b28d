using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeakToStrong.Experiments.Steps;

/// <summary>A named output of another step.</summary>
public sealed record OutputRef(string StepKey, string Output);

/// <summary>A file from outside the store: where it lies now, and the digest that enters the key.</summary>
public sealed record InputFile(string Path, string Sha256);

/// <summary>
/// All that decides a step's bits. Its <see cref="Key"/> is the SHA-256 of the canonical JSON (RFC 8785) of
/// kind, revision, options, seed, keys of input steps and digests of input files.
/// </summary>
public sealed record StepSpec
{
    private string? _key;

    public StepSpec()
    {
    }

    // What is made of it with other values has a key of its own, so that one is not copied.
    [SetsRequiredMembers]
    private StepSpec(StepSpec original) => (Kind, Revision, Options, Seed, Inputs, Files) =
        (original.Kind, original.Revision, original.Options, original.Seed, original.Inputs, original.Files);

    public required string Kind { get; init; }

    public required int Revision { get; init; }

    /// <summary>The kind's options record as JSON with every default written out, keys in snake case.</summary>
    public required JsonObject Options { get; init; }

    public required int Seed { get; init; }

    /// <summary>
    /// Input name → output of another step. Names are unique within the step: <c>model</c>, <c>labels</c>,
    /// <c>sft/1</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, OutputRef> Inputs { get; init; }

    /// <summary>Input name → file from outside the store. The path is where to read it, not part of the key.</summary>
    public required IReadOnlyDictionary<string, InputFile> Files { get; init; }

    public string Key => _key ??= StepKeys.Compute(this);

    /// <summary>The options record of the step's kind.</summary>
    public TOptions OptionsAs<TOptions>() =>
        Options.Deserialize<TOptions>(StepJson.Serializer)
        ?? throw new InvalidOperationException($"step {Kind}: options are null");
}
