namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>Reads <c>config.json</c> and refuses, by field, what this product would compute differently.</summary>
internal static class HuggingFaceConfigReader
{
    private const int MaximumBytes = 1 << 20;

    // Above any published model; keeps products of two sizes well inside 64 bits.
    private const int MaximumSize = 1 << 24;

    private static readonly string[] Architectures =
        [HuggingFaceConfig.CausalLanguageModel, HuggingFaceConfig.SequenceClassifier];

    private static readonly string[] TensorTypes = ["float32", "bfloat16", "float16"];

    public static HuggingFaceConfig Read(string path)
    {
        var json = JsonFile.Read(path, MaximumBytes);
        Require(json, "model_type", json.GetString("model_type"), "llama");
        Require(json, "hidden_act", json.FindString("hidden_act"), "silu");
        RequireFalse(json, "attention_bias");
        RequireFalse(json, "mlp_bias");
        var hidden = Size(json, "hidden_size");
        var heads = Size(json, "num_attention_heads");
        var architecture = ReadArchitecture(json);
        return new HuggingFaceConfig
        {
            Architecture = architecture,
            VocabularySize = Size(json, "vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = Size(json, "intermediate_size"),
            LayerCount = Size(json, "num_hidden_layers"),
            AttentionHeadCount = heads,
            KeyValueHeadCount = ReadKeyValueHeads(json, heads),
            HeadSize = ReadHeadSize(json, hidden, heads),
            MaximumPositions = Size(json, "max_position_embeddings"),
            NormEpsilon = Positive(json, "rms_norm_eps", otherwise: 1e-6),
            RopeTheta = ReadRopeTheta(json),
            TieWordEmbeddings = json.FindBoolean("tie_word_embeddings", otherwise: false),
            LabelCount = architecture == HuggingFaceConfig.SequenceClassifier ? ReadLabels(json) : 1,
            TensorType = ReadTensorType(json),
            BeginningOfSequenceId = SpecialTokenIds.Read(json, "bos_token_id"),
            EndOfSequenceIds = SpecialTokenIds.ReadEnds(json),
            PaddingId = SpecialTokenIds.Read(json, "pad_token_id")
        };
    }

    private static string ReadArchitecture(JsonObjectReader json)
    {
        const string name = "architectures";
        var stated = string.Join(", ", json.GetArray(name));
        return Architectures.Contains(stated)
            ? stated
            : throw json.Error(name, $"is [{stated}]; supported: one of {string.Join(", ", Architectures)}");
    }

    // transformers leaves the table out where it is its default, two labels.
    private static int ReadLabels(JsonObjectReader json) => json.FindObject("id2label")?.Members.Count() ?? 2;

    private static int ReadKeyValueHeads(JsonObjectReader json, int heads)
    {
        const string name = "num_key_value_heads";
        var keyValueHeads = json.Find(name) is null ? heads : Size(json, name);
        return heads % keyValueHeads == 0
            ? keyValueHeads
            : throw json.Error(name, $"is {keyValueHeads}, which does not divide num_attention_heads = {heads}");
    }

    private static int ReadHeadSize(JsonObjectReader json, int hidden, int heads)
    {
        const string name = "head_dim";
        if (json.Find(name) is null && hidden % heads != 0)
            throw json.Error("num_attention_heads", $"is {heads}, which does not divide hidden_size = {hidden}");
        var size = json.Find(name) is null ? hidden / heads : Size(json, name);
        return size % 2 == 0 ? size : throw json.Error(name, $"is {size}; rotary embedding needs an even number");
    }

    // transformers 5 moved rope_theta into rope_parameters; older files have it at the top, with rope_scaling beside
    // it.
    private static double ReadRopeTheta(JsonObjectReader json)
    {
        foreach (var name in (string[])["rope_scaling", "rope_parameters"])
            if (json.FindObject(name) is { } rope)
                Require(rope, "rope_type", rope.FindString("rope_type") ?? rope.FindString("type"), "default");
        var holder = json.Find("rope_theta") is null ? json.FindObject("rope_parameters") ?? json : json;
        return Positive(holder, "rope_theta", otherwise: 10_000);
    }

    private static string ReadTensorType(JsonObjectReader json)
    {
        var name = json.Find("torch_dtype") is null ? "dtype" : "torch_dtype";
        var type = json.FindString(name) ?? "float32";
        return TensorTypes.Contains(type)
            ? type
            : throw json.Error(name, $"is '{type}'; supported: {string.Join(", ", TensorTypes)}");
    }

    private static int Size(JsonObjectReader json, string name)
    {
        var size = json.GetInt32(name);
        return size is > 0 and <= MaximumSize
            ? size
            : throw json.Error(name, $"is {size}; allowed: 1 to {MaximumSize}");
    }

    private static double Positive(JsonObjectReader json, string name, double otherwise)
    {
        var value = json.FindDouble(name) ?? otherwise;
        return value > 0 ? value : throw json.Error(name, "must be positive");
    }

    private static void Require(JsonObjectReader json, string name, string? value, string supported)
    {
        if (value is not null && value != supported)
            throw json.Error(name, $"is '{value}'; supported: '{supported}'");
    }

    private static void RequireFalse(JsonObjectReader json, string name)
    {
        if (json.FindBoolean(name, otherwise: false))
            throw json.Error(name, "is true; models with these biases are not supported");
    }
}
