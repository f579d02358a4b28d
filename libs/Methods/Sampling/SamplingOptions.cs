using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using WeakToStrong.Methods.Shared;

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

    [Description("Arithmetic of this step; the experiment's own when not given.")]
    public ComputeOptions? Compute { get; init; }
}
