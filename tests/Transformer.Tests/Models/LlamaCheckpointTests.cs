using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Checkpoints;

namespace WeakToStrong.Transformer.Tests.Models;

public sealed class LlamaCheckpointTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_OfSave_HasTheSameBitsAndConfig(bool tied)
    {
        using var folder = new TemporaryFolder();
        var config = Golden.TinyConfig() with { TieEmbeddings = tied, PadTokenId = 0 };
        using var model = LlamaModel.Create(config, seed: 4);
        LlamaCheckpoint.Save(model, folder.Path);
        using var loaded = LlamaCheckpoint.Load(folder.Path);
        Assert.Equal(model.Parameters.Checksum(), loaded.Parameters.Checksum());
        Assert.Equal(config with { EosTokenIds = loaded.Config.EosTokenIds }, loaded.Config);
        Assert.Equal([1], loaded.Config.EosTokenIds);
    }

    [Fact]
    public void Save_RewardModel_IsAClassifierWithItsHead()
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(
            Golden.TinyConfig(), 4, ScalarType.Float32, null, new ScalarHeadSpec { Name = ScalarHeadSpec.Score });
        LlamaCheckpoint.Save(model, folder.Path);
        using var loaded = LlamaCheckpoint.Load(folder.Path);
        Assert.Equal("LlamaForSequenceClassification", HuggingFaceConfig.Load(folder.Path).Architecture);
        Assert.Equal(model.Parameters.Checksum(), loaded.Parameters.Checksum());
        Assert.Equal(1, loaded.Head(ScalarHeadSpec.Score).Weight.Value.size(0));
    }

    [Fact]
    public void Load_WrongShape_NamesFileTensorAndBothShapes()
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 4);
        LlamaCheckpoint.Save(model, folder.Path);
        (HuggingFaceConfig.Load(folder.Path) with { IntermediateSize = 41 }).Save(folder.Path);
        var problem = Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(folder.Path));
        Assert.Equal(
            $"{folder.File("model.safetensors")}: tensor 'model.layers.0.mlp.gate_proj.weight' has shape [40, 24]; " +
            "config.json asks for [41, 24]",
            problem.Message);
    }

    [Fact]
    public void Load_MissingTensor_NamesIt()
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 4);
        LlamaCheckpoint.Save(model, folder.Path);
        (HuggingFaceConfig.Load(folder.Path) with { LayerCount = 3 }).Save(folder.Path);
        var problem = Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(folder.Path));
        Assert.Contains("model.layers.2.input_layernorm.weight", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TensorThatIsNotPartOfTheModel_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 4);
        LlamaCheckpoint.Save(model, folder.Path);
        (HuggingFaceConfig.Load(folder.Path) with { LayerCount = 1 }).Save(folder.Path);
        var problem = Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(folder.Path));
        Assert.Contains("is not part of the LlamaForCausalLM model", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Shards_ReadsEachTensorFromItsFile()
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 4);
        LlamaCheckpoint.Save(model, folder.Path);
        SplitInTwo(folder.Path);
        using var loaded = LlamaCheckpoint.Load(folder.Path);
        Assert.Equal(model.Parameters.Checksum(), loaded.Parameters.Checksum());
    }

    [Fact]
    public void Load_MissingFolder_NamesTheConfig()
    {
        using var folder = new TemporaryFolder();
        var missing = Path.Combine(folder.Path, "none");
        var problem = Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(missing));
        Assert.Contains("config.json: no such file", problem.Message, StringComparison.Ordinal);
    }

    private static void SplitInTwo(string folder)
    {
        var whole = Path.Combine(folder, "model.safetensors");
        string[] names = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
        var map = new List<string>();
        using (var file = SafetensorsFile.Open(whole))
        {
            foreach (var (entry, index) in file.Entries.Select((entry, index) => (entry, index)))
                map.Add($"\"{entry.Name}\": \"{names[index % 2]}\"");
            for (var part = 0; part < 2; part++)
                SafetensorsWriter.Write(
                    Path.Combine(folder, names[part]),
                    file.Entries.Where((_, index) => index % 2 == part).Select(entry => SafetensorsSource.FromAddress(
                        entry.Name, entry.Type, entry.Shape, file.Address(entry))));
        }
        File.Delete(whole);
        File.WriteAllText(whole + ".index.json", $"{{\"weight_map\": {{{string.Join(", ", map)}}}}}");
    }
}
