using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Checkpoints;
using WeakToStrong.Transformer.Tests.Models;

namespace WeakToStrong.Transformer.Tests.Adapters;

public sealed class PeftAdapterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("peft-list")]
    [InlineData("peft-pattern")]
    public void Load_GoldenAdapter_GivesPyTorchsLogitsLossAndGradients(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var expected = SafetensorsFile.Open(Path.Combine(Adapter(name), "expected.safetensors"));
        using var model = Base();
        PeftAdapter.Load(model, Adapter(name));
        var adapter = model.Adapter!;
        adapter.Parameters.RequireGradients();
        var batch = model.Batch(Golden.Samples(expected));
        var logits = model.Logits(model.Hidden(batch)).detach();
        Assert.True(Golden.Difference(logits, Golden.Read(expected, "logits")) < 1e-12);

        var loss = LogProbabilities.PerToken(model, batch).mean().neg();
        loss.backward();
        Assert.True(Golden.Difference(loss.detach().view(1), Golden.Read(expected, "loss")) < 1e-12);
        foreach (var spec in adapter.Parameters.Specs)
        {
            var golden = Golden.Read(expected, "gradient." + spec.Name);
            Assert.True(Golden.Difference(adapter.Parameters[spec.Name].Gradient!, golden) < 1e-12, spec.Name);
        }
    }

    [Theory]
    [InlineData("peft-list")]
    [InlineData("peft-pattern")]
    public void Load_GoldenAdapterMerged_GivesPyTorchsLogits(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var expected = SafetensorsFile.Open(Path.Combine(Adapter(name), "expected.safetensors"));
        using var model = Base();
        PeftAdapter.Load(model, Adapter(name));
        model.MergeAdapter();
        var logits = model.Logits(model.Hidden(model.Batch(Golden.Samples(expected))));
        Assert.True(Golden.Difference(logits, Golden.Read(expected, "logits")) < 1e-12);
    }

    [Fact]
    public void Save_ThenLoad_ComputesTheSameBits()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var model = LlamaCheckpoint.Load(Golden.PathOf("llama-grouped"));
        var options = new LoraOptions { Rank = 3, Alpha = 5, UseRslora = true, Targets = ["v_proj", "up_proj"] };
        Loras.Scatter(model.Adapt(options, seed: 4));
        PeftAdapter.Save(model, _folder.Path);

        using var loaded = LlamaCheckpoint.Load(Golden.PathOf("llama-grouped"));
        PeftAdapter.Load(loaded, _folder.Path);

        Assert.Equal(Loras.Logits(model), Loras.Logits(loaded));
        Assert.Equal(options.Rank, loaded.Adapter!.Options.Rank);
    }

    [Fact]
    public void Save_MergedModel_ReadsBackAsOneWithoutAdapter()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var plain = LlamaCheckpoint.Load(Golden.PathOf("llama-grouped"));
        using var model = plain.WithHeads(1, new ScalarHeadSpec { Name = ScalarHeadSpec.Score, StartsAtZero = true });
        Loras.Scatter(model.Adapt(new LoraOptions { Rank = 2 }, seed: 4));
        var batch = model.Batch(Golden.MakeSamples(model.Config, 7, 12));
        var before = model.Head(ScalarHeadSpec.Score).Apply(model.Hidden(batch));
        Assert.Throws<InvalidOperationException>(() => LlamaCheckpoint.Save(model, _folder.Path));
        model.MergeAdapter();
        LlamaCheckpoint.Save(model, _folder.Path);

        using var loaded = LlamaCheckpoint.Load(_folder.Path);

        Assert.Null(loaded.Adapter);
        var after = loaded.Head(ScalarHeadSpec.Score).Apply(loaded.Hidden(batch));
        Assert.True(Golden.Difference(after, before) < 1e-4);
        Assert.True(before.abs().max().ToDouble() > 0.1);
    }

    [Theory]
    [InlineData("\"peft_type\": \"LORA\"", "\"peft_type\": \"IA3\"", "'peft_type' is 'IA3'")]
    [InlineData("\"use_dora\": false", "\"use_dora\": true", "'use_dora' is set")]
    [InlineData("\"init_lora_weights\": true", "\"init_lora_weights\": \"pissa\"", "'init_lora_weights' is 'pissa'")]
    [InlineData("\"bias\": \"none\"", "\"bias\": \"all\"", "'bias' is not 'none'")]
    [InlineData("\"alpha_pattern\": {}", "\"alpha_pattern\": {\"q_proj\": 3}", "'alpha_pattern' is set")]
    [InlineData("\"q_proj\"", "\"lm_head\"", "'target_modules' names 'lm_head'; allowed are all-linear, q_proj")]
    [InlineData("\"q_proj\"", "\"q_proj\", \"k_proj\"", "has no tensor 'base_model.model.model.layers.0.self_attn.k_")]
    [InlineData("\"q_proj\",", "", "q_proj.lora_A.weight' is not part of the LoRA that adapter_config.json describes")]
    [InlineData("\"r\": 4", "\"r\": 5", "has shape [4, 24]; adapter_config.json and the model ask for [5, 24]")]
    [InlineData("\"r\": 4", "\"r\": 0", "'r' is 0; allowed are 1 to 4096")]
    [InlineData("\"lora_alpha\": 6", "\"lora_alpha\": \"six\"", "'lora_alpha' is \"six\"; expected a number")]
    public void Load_ConfigThatDoesNotFit_NamesWhatIsWrong(string written, string instead, string problem)
    {
        var config = File.ReadAllText(Path.Combine(Adapter("peft-list"), "adapter_config.json"));
        // Ranks that come from shapes hide a wrong r.
        if (written.StartsWith("\"r\"", StringComparison.Ordinal))
            config = config.Replace("\"layers.1.self_attn.v_proj\": 2", "", StringComparison.Ordinal);
        Assert.Contains(written, config, StringComparison.Ordinal);
        File.WriteAllText(
            Path.Combine(_folder.Path, "adapter_config.json"),
            config.Replace(written, instead, StringComparison.Ordinal));
        File.Copy(
            Path.Combine(Adapter("peft-list"), "adapter_model.safetensors"),
            Path.Combine(_folder.Path, "adapter_model.safetensors"));
        using var model = Base();

        var error = Assert.Throws<CheckpointException>(() => PeftAdapter.Load(model, _folder.Path));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A narrow matrix has many rows in a small file; as a rank they would make B as large.</summary>
    [Fact]
    public void Load_RankBeyondTheLargest_IsRefusedBeforeTheAdapterIsMade()
    {
        using var scope = torch.NewDisposeScope();
        PeftWeights.Save(
            _folder.Path, [("model.layers.0.self_attn.q_proj.lora_A.weight", torch.zeros([4097, 1]))]);
        File.Copy(
            Path.Combine(Adapter("peft-list"), "adapter_config.json"),
            Path.Combine(_folder.Path, "adapter_config.json"));
        using var model = Base();

        var error = Assert.Throws<CheckpointException>(() => PeftAdapter.Load(model, _folder.Path));

        Assert.Contains("has shape [4097, 1]", error.Message, StringComparison.Ordinal);
        Assert.Contains("ask for [4, 24]", error.Message, StringComparison.Ordinal);
    }

    private static LlamaModel Base() => LlamaCheckpoint.Load(Golden.PathOf("llama-grouped"), ScalarType.Float64);

    private static string Adapter(string name) => Golden.PathOf(name, "Adapters");
}
