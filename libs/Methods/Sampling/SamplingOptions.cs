using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Methods.Sampling;

/// <summary>How completions are drawn.</summary>
public record SamplingOptions
{
    [Description("0 is greedy.")]
    [Range(0.0, 100.0)]
    public double Temperature { get; init; }

    [Description("Only the k most likely tokens may be drawn; all when not given.")]
    [Range(1, 1_000_000)]
    public int? TopK { get; init; }

    [Description("Only the smallest set of tokens with this probability may be drawn.")]
    [Range(1e-6, 1.0)]
    public double TopP { get; init; } = 1.0;

    [Range(1, 65536)]
    public int MaxNewTokens { get; init; } = 48;

    [Description("Prompts generated side by side.")]
    [Range(1, 65536)]
    public int BatchSize { get; init; } = 64;

    [Description("Longest prompt in tokens; a longer one loses its beginning.")]
    [Range(1, 131072)]
    public int MaxPromptLength { get; init; } = 448;

    /// <summary>Left out when null, as the two after it, so that they are in no key that does without them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("copy: guesses that an answer repeats its prompt, and verifies a whole guess in one pass.")]
    public Speculation? Speculation { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Most tokens of one guess; 32 when not given.")]
    [Range(1, 512)]
    public int? MaxDraft { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("continuous: the next prompt takes the place of an answer that has ended.")]
    public Batching? Batching { get; init; }

    [Description("Arithmetic of this step; the experiment's own when not given.")]
    public ComputeOptions? Compute { get; init; }

    /// <summary>Whether what generation took is written beside the answers.</summary>
    internal bool IsCounted => Speculation is not null || Batching is not null;

    internal GenerationOptions ToGeneration(ulong seed, string stream) => new()
    {
        MaxNewTokens = MaxNewTokens,
        Temperature = Temperature,
        TopK = TopK,
        TopP = TopP < 1 ? TopP : null,
        BatchSize = BatchSize,
        Seed = seed,
        Stream = stream,
        Speculation = Speculation == Sampling.Speculation.Copy
            ? new CopySpeculation { MaxDraft = MaxDraft ?? CopySpeculation.DefaultMaxDraft }
            : null,
        IsContinuous = Batching == Sampling.Batching.Continuous,
    };
}
