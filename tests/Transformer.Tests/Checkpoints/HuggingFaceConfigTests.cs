using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tests.Checkpoints;

public sealed class HuggingFaceConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static HuggingFaceConfig Small => new()
    {
        VocabularySize = 512,
        HiddenSize = 80,
        IntermediateSize = 216,
        LayerCount = 2,
        AttentionHeadCount = 4,
        KeyValueHeadCount = 2,
        HeadSize = 20,
        MaximumPositions = 128,
        NormEpsilon = 1e-5,
        TieWordEmbeddings = true,
        EndOfSequenceIds = [3],
        PaddingId = 0
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_ThenLoad_GivesTheSame()
    {
        Small.Save(_folder.Path);

        AssertSame(Small, HuggingFaceConfig.Load(_folder.Path));
    }

    [Fact]
    public void Save_WritesTransformersNames()
    {
        Small.Save(_folder.Path);

        var json = JsonNode.Parse(File.ReadAllText(_folder.File("config.json")))!;

        Assert.Equal("LlamaForCausalLM", (string?)json["architectures"]![0]);
        Assert.Equal("llama", (string?)json["model_type"]);
        Assert.Equal("silu", (string?)json["hidden_act"]);
        Assert.Equal(2, (int?)json["num_key_value_heads"]);
        Assert.Equal(20, (int?)json["head_dim"]);
        Assert.Equal(3, (int?)json["eos_token_id"]);
        Assert.Equal("float32", (string?)json["torch_dtype"]);
        Assert.Null(json["bos_token_id"]);
    }

    [Fact]
    public void Save_RewardModel_KeepsHeadAndLabels()
    {
        var reward = Small with { IsClassifier = true, LabelCount = 1 };

        reward.Save(_folder.Path);

        AssertSame(reward, HuggingFaceConfig.Load(_folder.Path));
        Assert.Contains("\"LABEL_0\"", File.ReadAllText(_folder.File("config.json")));
    }

    [Fact]
    public void Load_ClassifierWithoutLabels_HasTransformersDefault()
    {
        Edit("architectures", "[\"LlamaForSequenceClassification\"]");

        Assert.Equal(2, HuggingFaceConfig.Load(_folder.Path).LabelCount);
    }

    // Written by transformers 4 for Llama-3.2-like models, several ends of sequence, no head_dim.
    [Fact]
    public void Load_FileOfTransformers_FillsDefaults()
    {
        _folder.Write("config.json", """
            {"architectures":["LlamaForCausalLM"],"attention_bias":false,"attention_dropout":0.0,"bos_token_id":128000,
             "eos_token_id":[128001,128008,128009],"hidden_act":"silu","hidden_size":2048,"initializer_range":0.02,
             "intermediate_size":8192,"max_position_embeddings":8192,"mlp_bias":false,"model_type":"llama",
             "num_attention_heads":32,"num_hidden_layers":16,"num_key_value_heads":8,"pretraining_tp":1,
             "rms_norm_eps":1e-05,"rope_scaling":null,"rope_theta":500000.0,"tie_word_embeddings":true,
             "torch_dtype":"bfloat16","transformers_version":"4.45.0","use_cache":true,"vocab_size":128256}
            """);

        var config = HuggingFaceConfig.Load(_folder.Path);

        Assert.Equal(64, config.HeadSize);
        Assert.Equal([128001, 128008, 128009], config.EndOfSequenceIds);
        Assert.Equal(500_000, config.RopeTheta);
        Assert.Equal("bfloat16", config.TensorType);
        Assert.Null(config.PaddingId);
        config.Save(_folder.Path);
        AssertSame(config, HuggingFaceConfig.Load(_folder.Path));
    }

    [Fact]
    public void Load_NamesOfTransformers5_Understood()
    {
        Edit("rope_theta", null);
        Edit("torch_dtype", null);
        Edit("dtype", "\"bfloat16\"");
        Edit("rope_parameters", """{"rope_theta":5000.0,"rope_type":"default"}""");

        var config = HuggingFaceConfig.Load(_folder.Path);

        Assert.Equal(5000, config.RopeTheta);
        Assert.Equal("bfloat16", config.TensorType);
    }

    [Theory]
    [InlineData("hidden_size", null, "field 'hidden_size' is missing; expected a whole number")]
    [InlineData("hidden_size", "\"80\"", "field 'hidden_size' is \"80\"; expected a whole number")]
    [InlineData("hidden_size", "80.5", "field 'hidden_size' is 80.5; expected a whole number")]
    [InlineData("vocab_size", "0", "field 'vocab_size' is 0; allowed: 1 to")]
    [InlineData("vocab_size", "99999999", "field 'vocab_size' is 99999999; allowed: 1 to")]
    [InlineData("model_type", "\"gpt2\"", "field 'model_type' is 'gpt2'; supported: llama, mistral, qwen2, qwen3")]
    [InlineData("architectures", "[\"MistralForCausalLM\"]", "field 'architectures' is [MistralForCausalLM]")]
    [InlineData("hidden_act", "\"gelu\"", "field 'hidden_act' is 'gelu'; supported: 'silu', which is 'swish'")]
    [InlineData("num_key_value_heads", "3", "field 'num_key_value_heads' is 3, which does not divide")]
    [InlineData("head_dim", "21", "field 'head_dim' is 21; rotary embedding needs an even number")]
    [InlineData("rope_scaling", "{\"rope_type\":\"ntk\"}", "field 'rope_scaling.rope_type' is 'ntk'; supported:")]
    [InlineData("rope_theta", "-1", "field 'rope_theta' must be positive")]
    [InlineData("rms_norm_eps", "0", "field 'rms_norm_eps' must be positive")]
    [InlineData("torch_dtype", "\"int8\"", "field 'torch_dtype' is 'int8'; supported: float32")]
    [InlineData("eos_token_id", "-1", "field 'eos_token_id' is -1")]
    [InlineData("eos_token_id", "[\"x\"]", "field 'eos_token_id' is \"x\"; expected token ids")]
    [InlineData("tie_word_embeddings", "1", "field 'tie_word_embeddings' is 1; expected true or false")]
    public void Load_FieldWrong_NamesFileAndField(string field, string? value, string expected)
    {
        Edit(field, value);

        var error = Assert.Throws<CheckpointException>(() => HuggingFaceConfig.Load(_folder.Path));

        Assert.StartsWith($"{_folder.File("config.json")}: {expected}", error.Message);
    }

    [Theory]
    [InlineData("", "config.json:1: not valid JSON")]
    [InlineData("{\n  1\n}", "config.json:2: not valid JSON")]
    [InlineData("[]", "the top level is []; expected an object")]
    [InlineData("{\"vocab_size\":1,\"vocab_size\":2}", "not valid JSON")]
    public void Load_NotAnObject_SaysSo(string text, string expected)
    {
        _folder.Write("config.json", text);

        var error = Assert.Throws<CheckpointException>(() => HuggingFaceConfig.Load(_folder.Path));

        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain("LineNumber", error.Message);
    }

    [Fact]
    public void Load_LinkToNothing_SaysWhereItLeads()
    {
        File.Delete(_folder.File("config.json"));
        File.CreateSymbolicLink(_folder.File("config.json"), _folder.File("blob"));

        var error = Assert.Throws<CheckpointException>(() => HuggingFaceConfig.Load(_folder.Path));

        Assert.EndsWith($"config.json: no such file; it is a link to {_folder.File("blob")}", error.Message);
    }

    [Fact]
    public void Load_NoFile_SaysSo() => Assert.Contains(
        "config.json: no such file",
        Assert.Throws<CheckpointException>(() => HuggingFaceConfig.Load(_folder.Path)).Message);

    private static void AssertSame(HuggingFaceConfig expected, HuggingFaceConfig actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));

    private void Edit(string field, string? value)
    {
        if (!File.Exists(_folder.File("config.json")))
            Small.Save(_folder.Path);
        var json = JsonNode.Parse(File.ReadAllText(_folder.File("config.json")))!.AsObject();
        json.Remove(field);
        if (value is not null)
            json[field] = JsonNode.Parse(value);
        _folder.Write("config.json", json.ToJsonString());
    }
}
