using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tests.Checkpoints;

/// <summary>What the families' configurations say, leave out, and may not say.</summary>
public sealed class HuggingFaceConfigReaderTests : IDisposable
{
    private const string Llama3 =
        """
        {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192,
         "rope_type": "llama3"}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The defaults of transformers' configuration classes.</summary>
    [Theory]
    [InlineData("llama", 32, 2, 2048)]
    [InlineData("mistral", 8, 2, 131072)]
    [InlineData("qwen2", 32, 2, 32768)]
    [InlineData("qwen3", 32, 128, 32768)]
    public void Load_FieldsLeftOut_AreTheFamilysDefaults(string type, int keyHeads, int headSize, int positions)
    {
        var config = Load(type);

        Assert.Equal((keyHeads, headSize, positions),
            (config.KeyValueHeadCount, config.HeadSize, config.MaximumPositions));
        Assert.Equal((1e-6, 10_000, false), (config.NormEpsilon, config.RopeTheta, config.TieWordEmbeddings));
        Assert.Equal(type == "mistral" ? 4096 : null, config.SlidingWindow);
        Assert.False(config.IsClassifier);
        Assert.Null(config.RopeScaling);
    }

    [Theory]
    [InlineData("mistral")]
    [InlineData("qwen2")]
    public void Load_KeyValueHeadsOfNull_AreAsManyAsQueryHeads(string type) =>
        Assert.Equal(32, Load(type, ("num_key_value_heads", "null")).KeyValueHeadCount);

    [Theory]
    [InlineData("mistral", "null", null, null, null)]
    [InlineData("mistral", "16", null, null, 16)]
    [InlineData("mistral", "131072", null, null, null)]
    [InlineData("llama", "16", null, null, null)]
    [InlineData("qwen2", "16", "false", "0", null)]
    [InlineData("qwen2", "16", "true", "0", 16)]
    [InlineData("qwen3", "16", "true", "2", null)]
    [InlineData("qwen3", "32768", "true", "1", null)]
    [InlineData("qwen3", "null", "true", "0", null)]
    public void Load_SlidingWindow_CountsWhereTheFamilyLetsIt(
        string type, string window, string? isOn, string? firstLayer, int? expected) =>
        Assert.Equal(
            expected,
            Load(type, ("sliding_window", window), ("use_sliding_window", isOn), ("max_window_layers", firstLayer))
                .SlidingWindow);

    [Theory]
    [InlineData("[\"sliding_attention\", \"sliding_attention\"]", 16)]
    [InlineData("[\"full_attention\", \"full_attention\"]", null)]
    public void Load_LayerTypesAllAlike_DecideTheWindow(string types, int? expected) =>
        Assert.Equal(
            expected,
            Load("qwen3", ("sliding_window", "16"), ("use_sliding_window", "true"), ("layer_types", types))
                .SlidingWindow);

    [Fact]
    public void Load_RotaryScaling_IsReadFromItsThreePlaces()
    {
        var old = Load("llama", ("rope_scaling", Llama3), ("rope_theta", "500000.0"));
        var older = Load(
            "llama", ("rope_scaling", Llama3.Replace("rope_type", "type", StringComparison.Ordinal)),
            ("rope_theta", "500000.0"));
        var latest = Load(
            "llama", ("rope_parameters", Llama3.Replace("}", ", \"rope_theta\": 500000.0}", StringComparison.Ordinal)));

        Assert.Equal(500_000, old.RopeTheta);
        Assert.Equal(
            new RotaryScaling
            {
                Kind = RotaryScalingKind.Llama3,
                Factor = 8,
                LowTurns = 1,
                HighTurns = 4,
                OriginalMaximumPositions = 8192
            },
            old.RopeScaling);
        Assert.Equal(Text(old), Text(older));
        Assert.Equal(Text(old), Text(latest));
    }

    /// <summary>The defaults of transformers, and what Qwen's model cards say to put in.</summary>
    [Theory]
    [InlineData("""{"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768}""", 1.1386, 32, 32768)]
    [InlineData("""{"type": "yarn", "factor": 4.0, "beta_fast": 16, "attention_factor": 2}""", 2, 16, 2048)]
    [InlineData("""{"type": "yarn", "factor": 4.0, "mscale": 1.0, "mscale_all_dim": 1.0}""", 1, 32, 2048)]
    public void Load_Yarn_FillsInWhatIsLeftOut(string rope, double attention, double fast, int length)
    {
        var config = Load("qwen2", ("max_position_embeddings", "2048"), ("rope_scaling", rope));
        config.Save(_folder.Path);

        Assert.Equal(attention, config.RopeScaling!.AttentionFactor, 1e-4);
        Assert.Equal((fast, 1, length), (
            config.RopeScaling.HighTurns, config.RopeScaling.LowTurns, config.RopeScaling.OriginalMaximumPositions));
        Assert.Equal(Text(config), Text(HuggingFaceConfig.Load(_folder.Path)));
    }

    [Theory]
    [InlineData("llama", "LlamaForSequenceClassification")]
    [InlineData("mistral", "MistralForSequenceClassification")]
    [InlineData("qwen2", "Qwen2ForSequenceClassification")]
    [InlineData("qwen3", "Qwen3ForSequenceClassification")]
    public void Save_ThenLoad_GivesTheSameOfEveryFamily(string type, string classifier)
    {
        var config = Load(
            type, ("architectures", $"[\"{classifier}\"]"), ("id2label", """{"0": "LABEL_0"}"""),
            ("rope_scaling", """{"type": "linear", "factor": 2.5}"""), ("eos_token_id", "[3, 4]"),
            ("attention_bias", type is "llama" or "qwen3" ? "true" : null),
            ("mlp_bias", type == "llama" ? "true" : null),
            ("sliding_window", "16"), ("use_sliding_window", "true"), ("max_window_layers", "0"));
        config.Save(_folder.Path);

        Assert.Equal(classifier, config.Architecture);
        Assert.Equal(2.5, config.RopeScaling!.Factor);
        Assert.Equal(Text(config), Text(HuggingFaceConfig.Load(_folder.Path)));
    }

    [Fact]
    public void Save_MistralWithoutAWindow_SaysSo()
    {
        Load("mistral", ("sliding_window", "null")).Save(_folder.Path);

        // A file that does not say it means transformers' 4,096.
        Assert.Contains("\"sliding_window\": null", File.ReadAllText(_folder.File("config.json")));
    }

    [Theory]
    [InlineData("llama", "architectures", "[\"MistralForCausalLM\"]",
        "'architectures' is [MistralForCausalLM]; supported with model_type 'llama': one of LlamaForCausalLM, Llama")]
    [InlineData("mistral", "attention_bias", "true", "'attention_bias' is true; supported with model_type 'mistral'")]
    [InlineData("qwen2", "mlp_bias", "true", "'mlp_bias' is true; supported with model_type 'qwen2': false")]
    [InlineData("llama", "rope_scaling", "{\"rope_type\": \"longrope\", \"factor\": 2}",
        "'rope_scaling.rope_type' is 'longrope'; supported: default, linear, dynamic, llama3, yarn")]
    [InlineData("llama", "rope_scaling", "{\"rope_type\": \"llama3\"}", "'rope_scaling.factor' is missing")]
    [InlineData("llama", "rope_parameters", "{\"type\": \"linear\", \"factor\": 0}",
        "'rope_parameters.factor' must be positive")]
    [InlineData("llama", "rope_parameters", "{\"partial_rotary_factor\": 0.5}",
        "'rope_parameters.partial_rotary_factor' is 0.5; supported: 1")]
    [InlineData("qwen3", "partial_rotary_factor", "0.25", "'partial_rotary_factor' is 0.25; supported: 1")]
    [InlineData("llama", "quantization_config", "{\"bits\": 4}", "'quantization_config' is there; supported are")]
    [InlineData("mistral", "sliding_window", "0", "'sliding_window' is 0; allowed: 1 or more, or null")]
    [InlineData("llama", "pad_token_id", "600", "'pad_token_id' is 600; the vocabulary is 0 to 511")]
    [InlineData("llama", "rope_scaling", "{\"factor\": 2}",
        "'rope_scaling.rope_type' is missing, where 'factor' is there; supported: default, linear, dynamic, llama3")]
    [InlineData("llama", "logits_scaling", "8.0", "'logits_scaling' is 8.0; models with it are not computed here")]
    [InlineData("mistral", "num_local_experts", "8", "'num_local_experts' is 8; models with it are not computed")]
    [InlineData("qwen2", "final_logit_softcapping", "30", "'final_logit_softcapping' is 30; models with it are not")]
    [InlineData("llama", "use_qk_norm", "true", "'use_qk_norm' is true; models with it are not computed here")]
    [InlineData("llama", "no_rope_layers", "[1, 0]", "'no_rope_layers' is [1,0]; models with it are not computed")]
    [InlineData("llama", "eos_token_id", "[2, -1]", "'eos_token_id' is -1; expected token ids")]
    [InlineData("llama", "bos_token_id", "-1", "'bos_token_id' is -1; token ids are not negative")]
    public void Load_WhatIsNotComputed_IsRefusedByField(string type, string field, string value, string expected)
    {
        var error = Assert.Throws<CheckpointException>(() => Load(type, (field, value)));

        Assert.StartsWith($"{_folder.File("config.json")}: field {expected}", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    /// <summary>As of a published configuration with a smaller vocabulary.</summary>
    [Theory]
    [InlineData("[2, 128001]", new[] { 2 })]
    [InlineData("[128001, 128009]", new int[0])]
    [InlineData("128001", new int[0])]
    public void Load_BeginningAndEndsThatTheModelHasNot_AreLeftOut(string ends, int[] known)
    {
        var config = Load("llama", ("bos_token_id", "128000"), ("eos_token_id", ends));

        Assert.Null(config.BeginningOfSequenceId);
        Assert.Equal(known, config.EndOfSequenceIds);
    }

    [Theory]
    [InlineData("max_window_layers", "1", 1)]
    [InlineData("layer_types", """["full_attention", "sliding_attention"]""", 1)]
    [InlineData("layer_types", """["sliding_attention", "full_attention"]""", 0)]
    public void Load_WindowInSomeLayers_NamesThemAndIsWritten(string field, string value, int layer)
    {
        var config = Load("qwen2", ("use_sliding_window", "true"), ("sliding_window", "8"), (field, value));
        config.Save(_folder.Path);

        Assert.Equal(8, config.SlidingWindow);
        Assert.Equal([layer], config.WindowedLayers);
        Assert.Equal(Text(config), Text(HuggingFaceConfig.Load(_folder.Path)));
    }

    [Theory]
    [InlineData("""["sliding_attention"]""", "names 1 layers; num_hidden_layers is 2")]
    [InlineData("""["full_attention", "chunked_attention"]""",
        "has 'chunked_attention'; supported: 'full_attention', 'sliding_attention'")]
    public void Load_LayersOfOtherKinds_AreRefused(string types, string expected)
    {
        var error = Assert.Throws<CheckpointException>(
            () => Load("qwen3", ("use_sliding_window", "true"), ("layer_types", types)));

        Assert.Equal($"{_folder.File("config.json")}: field 'layer_types' {expected}", error.Message);
    }

    [Theory]
    [InlineData("llama", "architectures", "[]")]
    [InlineData("llama", "architectures", "[\"LLaMAForCausalLM\"]")]
    [InlineData("qwen3", "architectures", "[\"Qwen3Model\"]")]
    [InlineData("llama", "hidden_act", "\"swish\"")]
    [InlineData("llama", "logits_scaling", "1.0")]
    [InlineData("mistral", "num_local_experts", "0")]
    [InlineData("llama", "use_qk_norm", "false")]
    [InlineData("llama", "final_logit_softcapping", "null")]
    [InlineData("llama", "rope_parameters", """{"rope_theta": 10000.0}""")]
    public void Load_WhatChangesNothing_IsAsIfAbsent(string type, string field, string value) =>
        Assert.Equal(Text(Load(type)), Text(Load(type, (field, value))));

    [Theory]
    [InlineData("llama", null, 2)]
    [InlineData("mistral", null, 2)]
    [InlineData("llama", "null")]
    [InlineData("mistral", "5", 5)]
    [InlineData("qwen2", null)]
    [InlineData("qwen3", null)]
    public void Load_EndsLeftOut_AreTheFamilys(string type, string? stated, params int[] expected) =>
        Assert.Equal(expected, Load(type, ("eos_token_id", stated)).EndOfSequenceIds);

    [Fact]
    public void Load_EndsLeftOutBesideAGenerationConfig_AreNone()
    {
        _folder.Write("generation_config.json", "{}");

        Assert.Empty(Load("llama").EndOfSequenceIds);
    }

    [Fact]
    public void Load_EmptyRotaryScaling_IsAsIfAbsent() => Assert.Equal(
        RotaryScalingKind.Linear,
        Load("llama", ("rope_scaling", "{}"), ("rope_parameters", """{"rope_type": "linear", "factor": 2.0}"""))
            .RopeScaling!.Kind);

    [Fact]
    public void Load_RotaryParametersOfLayerTypes_AreRefused()
    {
        var error = Assert.Throws<CheckpointException>(
            () => Load("qwen3", ("rope_parameters", """{"full_attention": {"rope_theta": 1000000.0}}""")));

        Assert.Contains("field 'rope_parameters.full_attention' is an object; supported: one set", error.Message);
    }

    [Theory]
    [InlineData("""{"type": "yarn", "factor": 4.0}""")]
    [InlineData("""{"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64}""")]
    [InlineData("""{"type": "llama3", "factor": 4.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0}""")]
    public void Load_FirstLengthAtTheTop_IsTheRules(string rope) => Assert.Equal(
        64,
        Load("llama", ("original_max_position_embeddings", "64"), ("rope_scaling", rope))
            .RopeScaling!.OriginalMaximumPositions);

    [Fact]
    public void Load_TwoFirstLengths_AreRefused()
    {
        const string rope = """{"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 128}""";

        var error = Assert.Throws<CheckpointException>(
            () => Load("llama", ("original_max_position_embeddings", "64"), ("rope_scaling", rope)));

        Assert.Contains("'original_max_position_embeddings' is 64, and 128 among the rotary", error.Message);
    }

    [Fact]
    public void Load_PaddingOfMinusOne_IsNone() => Assert.Null(Load("llama", ("pad_token_id", "-1")).PaddingId);

    private static string Text(HuggingFaceConfig config) => JsonSerializer.Serialize(config);

    private HuggingFaceConfig Load(string type, params (string Field, string? Value)[] fields)
    {
        var json = new JsonObject
        {
            ["model_type"] = type,
            ["vocab_size"] = 512,
            ["hidden_size"] = 64,
            ["intermediate_size"] = 96,
            ["num_hidden_layers"] = 2,
            ["num_attention_heads"] = 32
        };
        foreach (var (field, value) in fields.Where(field => field.Value is not null))
            json[field] = JsonNode.Parse(value!);
        _folder.Write("config.json", json.ToJsonString());
        return HuggingFaceConfig.Load(_folder.Path);
    }
}
