using System.ComponentModel;
using System.Text.Json.Serialization;
using WeakToStrong.Transformer.Adapters;

namespace WeakToStrong.Methods.Shared;

/// <summary>What a step lets its user choose that tunes a model which has learned its language already.</summary>
public abstract record FineTuningOptions : TuningOptions
{
    /// <summary>Left out when null, so that it is in no other key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Trains low-rank updates of linear layers and leaves the weights as they are; all when not given.")]
    public LoraOptions? Lora { get; init; }
}
