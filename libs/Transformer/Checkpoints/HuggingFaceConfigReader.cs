using System.Text.Json;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// Reads <c>config.json</c> with each family's defaults and refuses, by field, what this product would compute
/// differently.
/// </summary>
internal static class HuggingFaceConfigReader
{
    private const int MaximumBytes = 1 << 20;

    // Above any published model; keeps products of two sizes well inside 64 bits.
    private const int MaximumSize = 1 << 24;

    // What relatives of these families (Granite, Gemma, OLMo, Llama 4, Mixtral) compute besides, with the number that
    // changes nothing, where there is one.
    private static readonly (string Name, double? Neutral)[] OfRelatives =
    [
        ("attention_multiplier", null), ("attn_logit_softcapping", null), ("clip_qkv", null),
        ("embedding_multiplier", 1), ("final_logit_softcapping", null), ("logit_scale", 1), ("logits_scaling", 1),
        ("no_rope_layers", null), ("num_experts", 0), ("num_local_experts", 0), ("query_pre_attn_scalar", null),
        ("residual_multiplier", 1), ("rotary_pct", 1), ("use_qk_norm", null)
    ];

    private static readonly string[] TensorTypes = ["float32", "bfloat16", "float16", "float64"];

    public static HuggingFaceConfig Read(string path)
    {
        var json = JsonFile.Read(path, MaximumBytes);
        var traits = FamilyTraits.Of(json);
        RequireComputable(json, traits);
        var hidden = Size(json, "hidden_size");
        var heads = Size(json, "num_attention_heads");
        var isClassifier = ReadIsClassifier(json, traits);
        var vocabulary = Size(json, "vocab_size");
        var positions = Size(json, "max_position_embeddings", traits.MaximumPositions);
        var (theta, scaling) = RotaryScalingJson.Read(json, positions);
        var layers = Size(json, "num_hidden_layers");
        var (window, windowed) = SlidingWindowReader.Read(json, traits, layers, positions);
        return new HuggingFaceConfig
        {
            Family = traits.Family,
            IsClassifier = isClassifier,
            VocabularySize = vocabulary,
            HiddenSize = hidden,
            IntermediateSize = Size(json, "intermediate_size"),
            LayerCount = layers,
            AttentionHeadCount = heads,
            KeyValueHeadCount = ReadKeyValueHeads(json, traits, heads),
            HeadSize = ReadHeadSize(json, traits, hidden, heads),
            MaximumPositions = positions,
            NormEpsilon = json.FindPositive("rms_norm_eps") ?? 1e-6,
            RopeTheta = theta,
            RopeScaling = scaling,
            SlidingWindow = window,
            WindowedLayers = windowed,
            AttentionBias = traits.HasAttentionBias && json.FindBoolean("attention_bias", otherwise: false),
            FeedForwardBias = json.FindBoolean("mlp_bias", otherwise: false),
            TieWordEmbeddings = json.FindBoolean("tie_word_embeddings", otherwise: false),
            LabelCount = isClassifier ? ReadLabels(json) : 1,
            TensorType = ReadTensorType(json),
            BeginningOfSequenceId = SpecialTokenIds.Read(json, SpecialTokenIds.BeginningName, vocabulary),
            EndOfSequenceIds = ReadEnds(json, traits, vocabulary, Path.GetDirectoryName(path)!),
            PaddingId = SpecialTokenIds.ReadPadding(json, vocabulary)
        };
    }

    private static void RequireComputable(JsonObjectReader json, FamilyTraits traits)
    {
        if (json.FindString("hidden_act") is { } activation and not ("silu" or "swish"))
            throw json.Error("hidden_act", $"is '{activation}'; supported: 'silu', which is 'swish'");
        if (json.Find("quantization_config") is not null)
            throw json.Error("quantization_config", "is there; supported are weights in F64, F32, BF16 and F16");
        foreach (var (name, neutral) in OfRelatives)
            if (json.Find(name) is { } value && !ChangesNothing(value, neutral))
                throw json.Error(
                    name, $"is {JsonObjectReader.Describe(value)}; models with it are not computed here");
        // Qwen2 has biases on queries, keys and values whatever this field says.
        if (!traits.HasAttentionBias && traits.Family != ModelFamily.Qwen2)
            RequireFalse(json, traits, "attention_bias");
        if (traits.Family != ModelFamily.Llama)
            RequireFalse(json, traits, "mlp_bias");
    }

    private static bool ChangesNothing(JsonElement value, double? neutral) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble() == neutral,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        var kind => kind == JsonValueKind.False
    };

    // A file without the field is what its model type says, a language model.
    private static bool ReadIsClassifier(JsonObjectReader json, FamilyTraits traits)
    {
        const string name = "architectures";
        if (json.Find(name) is null || json.GetArray(name).Count == 0)
            return false;
        var stated = string.Join(", ", json.GetArray(name));
        // transformers reads a trunk as a language model, too; LLaMA was spelled so before it was published there.
        string[] supported = [traits.CausalLanguageModel, traits.Trunk, traits.SequenceClassifier];
        return supported.Contains(stated, StringComparer.OrdinalIgnoreCase)
            ? stated.Equals(traits.SequenceClassifier, StringComparison.OrdinalIgnoreCase)
            : throw json.Error(name, $"is [{stated}]; supported with model_type '{traits.ModelType}': one of " +
                string.Join(", ", supported));
    }

    // transformers leaves the table out where it is its default, two labels.
    private static int ReadLabels(JsonObjectReader json) =>
        json.FindObject("id2label")?.Members.Count() ?? json.FindInt32("num_labels") ?? 2;

    private static int ReadKeyValueHeads(JsonObjectReader json, FamilyTraits traits, int heads)
    {
        const string name = "num_key_value_heads";
        // Null means as many as query heads; only where the field is absent does the family's default hold.
        var otherwise = json.States(name) ? heads : traits.KeyValueHeads ?? heads;
        var keyValueHeads = Size(json, name, otherwise);
        return heads % keyValueHeads == 0
            ? keyValueHeads
            : throw json.Error(name, $"is {keyValueHeads}, which does not divide num_attention_heads = {heads}");
    }

    private static int ReadHeadSize(JsonObjectReader json, FamilyTraits traits, int hidden, int heads)
    {
        const string name = "head_dim";
        var size = json.Find(name) is null ? traits.HeadSize : Size(json, name);
        if (size is null && hidden % heads != 0)
            throw json.Error("num_attention_heads", $"is {heads}, which does not divide hidden_size = {hidden}");
        size ??= hidden / heads;
        return size % 2 == 0
            ? size.Value
            : throw json.Error(name, $"is {size}; rotary embedding needs an even number");
    }

    // Of a folder that has a generation_config.json, transformers does not ask the family.
    private static IReadOnlyList<int> ReadEnds(
        JsonObjectReader json, FamilyTraits traits, int vocabulary, string folder) =>
        traits.EndOfSequenceId is { } end && end < vocabulary && !json.States(SpecialTokenIds.EndName)
            && !File.Exists(Path.Combine(folder, HuggingFaceGenerationConfig.FileName))
            ? [end]
            : SpecialTokenIds.ReadEnds(json, vocabulary);

    private static string ReadTensorType(JsonObjectReader json)
    {
        var name = json.Find("torch_dtype") is null ? "dtype" : "torch_dtype";
        var type = json.FindString(name) ?? "float32";
        return TensorTypes.Contains(type)
            ? type
            : throw json.Error(name, $"is '{type}'; supported: {string.Join(", ", TensorTypes)}");
    }

    private static int Size(JsonObjectReader json, string name, int? otherwise = null)
    {
        var size = otherwise is null ? json.GetInt32(name) : json.FindInt32(name) ?? otherwise.Value;
        return size is > 0 and <= MaximumSize
            ? size
            : throw json.Error(name, $"is {size}; allowed: 1 to {MaximumSize}");
    }

    private static void RequireFalse(JsonObjectReader json, FamilyTraits traits, string name)
    {
        if (json.FindBoolean(name, otherwise: false))
            throw json.Error(name, $"is true; supported with model_type '{traits.ModelType}': false");
    }
}
