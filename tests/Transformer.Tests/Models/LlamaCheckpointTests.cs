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

    /// <summary>As transformers' LlamaModel.save_pretrained writes it.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Load_TrunkSavedAlone_IsReadAsALanguageModel(bool tied, bool inShards)
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(Golden.TinyConfig() with { TieEmbeddings = tied }, seed: 4);
        LlamaCheckpoint.Save(model, folder.Path);
        var config = folder.File("config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("LlamaForCausalLM", "LlamaModel"));
        Rewrite(folder.Path, entry => [WithoutPrefix(entry.Name)]);
        if (inShards)
            SplitInTwo(folder.Path);
        using var loaded = LlamaCheckpoint.Load(folder.Path);
        Assert.Equal(model.Parameters.Checksum(), loaded.Parameters.Checksum());
        // What is written has the language model's names.
        using var saved = new TemporaryFolder();
        LlamaCheckpoint.Save(loaded, saved.Path);
        Assert.Equal("LlamaForCausalLM", HuggingFaceConfig.Load(saved.Path).Architecture);
        using var written = SafetensorsFile.Open(saved.File("model.safetensors"));
        Assert.Equal(
            LlamaLayout.Parameters(model.Config).Select(spec => spec.Name).Order(),
            written.Entries.Select(entry => entry.Name).Order());
    }

    [Fact]
    public void Load_UntiedTrunkWithoutOutput_SaysWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(Golden.TinyConfig() with { TieEmbeddings = false }, seed: 4);
        LlamaCheckpoint.Save(model, folder.Path);
        Rewrite(folder.Path, entry => entry.Name == LlamaLayout.OutputHead ? [] : [WithoutPrefix(entry.Name)]);
        var problem = Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(folder.Path));
        Assert.Equal(
            $"{folder.File("model.safetensors")}: has no tensor 'lm_head.weight', a language model's output " +
            "projection; allowed: files that have it, or tie_word_embeddings true in config.json",
            problem.Message);
    }

    [Fact]
    public void Load_TensorUnderBothNames_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 4);
        LlamaCheckpoint.Save(model, folder.Path);
        Rewrite(folder.Path, entry => entry.Name == LlamaLayout.FinalNorm ? ["norm.weight", entry.Name] : [entry.Name]);
        var problem = Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(folder.Path));
        Assert.EndsWith(
            "tensor 'norm.weight' is in model.safetensors too, as 'model.norm.weight'", problem.Message);
    }

    [Fact]
    public void Load_MoreThanThereIsMemoryFor_IsRefusedByTheFirstTensor()
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 4);
        LlamaCheckpoint.Save(model, folder.Path);
        var config = HuggingFaceConfig.Load(folder.Path);
        (config with { HiddenSize = 1 << 20 }).Save(folder.Path);
        var wide = Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(folder.Path));
        Assert.Contains(
            $"'model.embed_tokens.weight' has shape [{config.VocabularySize}, 24]; config.json asks for", wide.Message);
        (config with { LayerCount = 1 << 24 }).Save(folder.Path);
        var deep = Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(folder.Path));
        Assert.Contains("has no tensor 'model.layers.2.input_layernorm.weight'", deep.Message);
    }

    [Theory]
    [InlineData(LlamaLayout.Embedding, false)]
    [InlineData(LlamaLayout.FinalNorm, true)]
    [InlineData("model.layers.0.self_attn.q_proj.weight", true)]
    public void Load_TiedOutputThatIsStored_HasToBeTheEmbedding(string copied, bool isRefused)
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(Golden.TinyConfig() with { TieEmbeddings = true }, seed: 4);
        LlamaCheckpoint.Save(model, folder.Path);
        Rewrite(folder.Path, entry => [entry.Name, .. entry.Name == copied ? [LlamaLayout.OutputHead] : (string[])[]]);
        if (isRefused)
            Assert.Contains(
                "tensor 'lm_head.weight' is not the embedding, which tie_word_embeddings in config.json says it is",
                Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(folder.Path)).Message);
        else
            LlamaCheckpoint.Load(folder.Path).Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RequireOutput_OfARewardModel_WantsWhatWrites(bool tied)
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(
            Golden.TinyConfig() with { TieEmbeddings = tied }, 4, ScalarType.Float32, null,
            new ScalarHeadSpec { Name = ScalarHeadSpec.Score });
        LlamaCheckpoint.Save(model, folder.Path);
        LlamaCheckpoint.RequireOutput(folder.Path);
        Rewrite(folder.Path, entry => entry.Name == LlamaLayout.OutputHead ? [] : [entry.Name]);
        if (tied)
            LlamaCheckpoint.RequireOutput(folder.Path);
        else
            Assert.Contains(
                "field 'architectures' is [LlamaForSequenceClassification], without 'lm_head.weight'",
                Assert.Throws<CheckpointException>(() => LlamaCheckpoint.RequireOutput(folder.Path)).Message);
        // Whoever wants its score gets it.
        using var loaded = LlamaCheckpoint.Load(folder.Path);
        Assert.Equal(1, loaded.Head(ScalarHeadSpec.Score).Weight.Value.size(0));
    }

    [Fact]
    public void FindNotFinite_NamesTheFirstTensorThatIsNot()
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 4);
        LlamaCheckpoint.Save(model, folder.Path);
        Assert.Null(LlamaCheckpoint.FindNotFinite(folder.Path));
        using (torch.no_grad())
            model.Parameters[LlamaLayout.FinalNorm].Value.mul_(double.NaN);
        LlamaCheckpoint.Save(model, folder.Path);
        Assert.Equal(
            (folder.File("model.safetensors"), LlamaLayout.FinalNorm), LlamaCheckpoint.FindNotFinite(folder.Path));
    }

    [Fact]
    public void Load_ShardThatIsALinkToNothing_NamesIt()
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 4);
        LlamaCheckpoint.Save(model, folder.Path);
        SplitInTwo(folder.Path);
        var shard = folder.File("model-00002-of-00002.safetensors");
        File.Delete(shard);
        File.CreateSymbolicLink(shard, folder.File("blob"));
        var problem = Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(folder.Path));
        Assert.Contains("names the shard 'model-00002-of-00002.safetensors', which is not there", problem.Message);
        File.Delete(folder.File("model.safetensors.index.json"));
        File.CreateSymbolicLink(folder.File("model.safetensors"), folder.File("blob"));
        problem = Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(folder.Path));
        Assert.Contains("model.safetensors: no such file; it is a link to", problem.Message);
    }

    [Fact]
    public void Load_MissingFolder_NamesTheConfig()
    {
        using var folder = new TemporaryFolder();
        var missing = Path.Combine(folder.Path, "none");
        var problem = Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(missing));
        Assert.Contains("config.json: no such file", problem.Message, StringComparison.Ordinal);
    }

    // The weights' file again, each tensor under the names it is given, whose bytes are then the same.
    private static void Rewrite(string folder, Func<SafetensorsEntry, IEnumerable<string>> names)
    {
        var (path, copy) = (Path.Combine(folder, "model.safetensors"), Path.Combine(folder, "copy"));
        using (var file = SafetensorsFile.Open(path))
            SafetensorsWriter.Write(copy, file.Entries.SelectMany(entry => names(entry).Select(
                name => SafetensorsSource.FromAddress(name, entry.Type, entry.Shape, file.Address(entry)))));
        File.Move(copy, path, overwrite: true);
    }

    private static string WithoutPrefix(string tensor) =>
        tensor.StartsWith("model.", StringComparison.Ordinal) ? tensor["model.".Length..] : tensor;

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
