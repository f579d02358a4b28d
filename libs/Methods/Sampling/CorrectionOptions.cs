using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace WeakToStrong.Methods.Sampling;

/// <summary>How corrections are drawn, and which of them.</summary>
public sealed record CorrectionOptions : SamplingOptions
{
    /// <summary>
    /// The part that this step computes; null: all. Left out when null, so that it is in no other key.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("The part of the corrections that this step computes; all when not given.")]
    public Shard? Shard { get; init; }
}

/// <summary>
/// One of several parts that together are the whole: every <paramref name="Count"/>th batch, from number
/// <paramref name="Index"/>, which is 0 for the first.
/// </summary>
public sealed record Shard(
    [property: Range(0, Shard.MaxCount - 1)] int Index, [property: Range(1, Shard.MaxCount)] int Count)
{
    public const int MaxCount = 64;

    /// <summary>
    /// Whether it takes the batch of that number. Batches are ordered by length, so that taking them in turn gives
    /// every part its share of the long ones.
    /// </summary>
    public bool Has(int number) => number % Count == Index;
}
