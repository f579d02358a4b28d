using System.Text.Json;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// Writes <c>config.json</c> in the names that transformers 4, transformers 5 and vLLM all read, a family's own fields
/// only in that family.
/// </summary>
internal static class HuggingFaceConfigWriter
{
    public static void Write(Utf8JsonWriter json, HuggingFaceConfig config)
    {
        var traits = FamilyTraits.Of(config.Family);
        json.WriteStartArray("architectures");
        json.WriteStringValue(config.Architecture);
        json.WriteEndArray();
        if (traits.HasAttentionBias)
            json.WriteBoolean("attention_bias", config.AttentionBias);
        SpecialTokenIds.Write(json, config.BeginningOfSequenceId, config.EndOfSequenceIds, config.PaddingId);
        json.WriteNumber("head_dim", config.HeadSize);
        json.WriteString("hidden_act", "silu");
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("intermediate_size", config.IntermediateSize);
        json.WriteNumber("max_position_embeddings", config.MaximumPositions);
        if (config.Family == ModelFamily.Llama)
            json.WriteBoolean("mlp_bias", config.FeedForwardBias);
        json.WriteString("model_type", traits.ModelType);
        json.WriteNumber("num_attention_heads", config.AttentionHeadCount);
        json.WriteNumber("num_hidden_layers", config.LayerCount);
        json.WriteNumber("num_key_value_heads", config.KeyValueHeadCount);
        WriteLabels(json, config);
        json.WriteNumber("rms_norm_eps", config.NormEpsilon);
        if (config.RopeScaling is { } scaling)
            RotaryScalingJson.Write(json, scaling);
        json.WriteNumber("rope_theta", config.RopeTheta);
        if (traits.HasWindowSwitch)
            WriteSwitchedWindow(json, config);
        else
            WriteWindow(json, traits, config.SlidingWindow);
        json.WriteBoolean("tie_word_embeddings", config.TieWordEmbeddings);
        json.WriteString("torch_dtype", config.TensorType);
        json.WriteNumber("vocab_size", config.VocabularySize);
    }

    private static void WriteLabels(Utf8JsonWriter json, HuggingFaceConfig config)
    {
        if (!config.IsClassifier)
            return;
        // transformers derives num_labels from this table; the number alone is not kept by its own writer.
        json.WriteStartObject("id2label");
        for (var label = 0; label < config.LabelCount; label++)
            json.WriteString($"{label}", $"LABEL_{label}");
        json.WriteEndObject();
    }

    // Absent, Mistral's window would be 4,096.
    private static void WriteWindow(Utf8JsonWriter json, FamilyTraits traits, int? window)
    {
        if (window is { } tokens)
            json.WriteNumber("sliding_window", tokens);
        else if (traits.Family == ModelFamily.Mistral)
            json.WriteNull("sliding_window");
    }

    // Qwen's counts where it is switched on, from the layer that is named; where layers are listed, in those.
    private static void WriteSwitchedWindow(Utf8JsonWriter json, HuggingFaceConfig config)
    {
        if (config.SlidingWindow is { } tokens)
        {
            if (config.WindowedLayers is { } windowed)
                WriteLayerTypes(json, config.LayerCount, windowed);
            json.WriteNumber("max_window_layers", config.WindowedLayers?.Min() ?? 0);
            json.WriteNumber("sliding_window", tokens);
        }
        json.WriteBoolean("use_sliding_window", config.SlidingWindow is not null);
    }

    private static void WriteLayerTypes(Utf8JsonWriter json, int count, IReadOnlyList<int> windowed)
    {
        json.WriteStartArray(SlidingWindowReader.LayerTypes);
        for (var layer = 0; layer < count; layer++)
            json.WriteStringValue(windowed.Contains(layer) ? SlidingWindowReader.Sliding : SlidingWindowReader.Full);
        json.WriteEndArray();
    }
}
