using System.Text.Json.Nodes;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Checkpoints;

namespace WeakToStrong.Transformer.Tests.Models;

public sealed class WeightWriterTests : IDisposable
{
    private const int ShardBytes = 10_000;

    private readonly TemporaryFolder _folder = new();
    private readonly LlamaModel _model = LlamaModel.Create(Golden.TinyConfig(), seed: 4);

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Save_AboveTheSize_WritesShardsThatReadBackAndTheirIndex()
    {
        LlamaCheckpoint.Save(_model, _folder.Path);
        WeightWriter.Save(_model, _folder.Path, ShardBytes);

        using var loaded = LlamaCheckpoint.Load(_folder.Path);
        var index = JsonNode.Parse(File.ReadAllText(_folder.File("model.safetensors.index.json")))!;
        Assert.Equal(_model.Parameters.Checksum(), loaded.Parameters.Checksum());
        Assert.Equal(_model.Parameters.Length * 4, (long)index["metadata"]!["total_size"]!);
        Assert.Equal(
            _model.Parameters.Specs.Select(spec => spec.Name).Order(StringComparer.Ordinal),
            index["weight_map"]!.AsObject().Select(entry => entry.Key));
        Assert.False(File.Exists(_folder.File("model.safetensors")));
        Assert.All(Shards(), path =>
        {
            using var file = SafetensorsFile.Open(path);
            Assert.True(file.Entries.Count == 1 || file.Entries.Sum(entry => entry.Length) <= ShardBytes);
        });
    }

    [Fact]
    public void Save_BelowTheSize_ReplacesShardsByOneFile()
    {
        LlamaCheckpoint.Save(_model, _folder.Path);
        WeightWriter.Save(_model, _folder.Path, ShardBytes);
        WeightWriter.Save(_model, _folder.Path);

        Assert.False(File.Exists(_folder.File("model.safetensors.index.json")));
        using var loaded = LlamaCheckpoint.Load(_folder.Path);
        Assert.Equal(_model.Parameters.Checksum(), loaded.Parameters.Checksum());
    }

    [Fact]
    public void Load_WithoutAShardThatTheIndexNames_NamesIt()
    {
        Shard();
        var shard = Shards()[1];
        File.Delete(shard);

        AssertRefused($"names the shard '{Path.GetFileName(shard)}', which is not there");
    }

    [Fact]
    public void Load_IndexThatPutsATensorElsewhere_NamesBoth()
    {
        Shard();
        var last = Path.GetFileName(Shards()[^1]);
        EditIndex(map => map[LlamaLayout.Embedding] = last);

        AssertRefused($"puts tensor '{LlamaLayout.Embedding}' into '{last}', which does not have it");
    }

    [Fact]
    public void Load_TensorInTwoShards_NamesItAndTheOtherShard()
    {
        Shard();
        File.Copy(Shards()[0], _folder.File("model-again.safetensors"));
        EditIndex(map => map["again"] = "model-again.safetensors");

        AssertRefused($"tensor '{LlamaLayout.Embedding}' is in model-00001-of-");
    }

    [Theory]
    [InlineData("\"../model.safetensors\"", "names the file '../model.safetensors', which is not in its own folder")]
    [InlineData("7", "field 'weight_map.model.norm.weight' is 7; expected the name of a file")]
    public void Load_IndexThatNamesNoFileOfItsFolder_IsRefused(string value, string expected)
    {
        Shard();
        EditIndex(map => map[LlamaLayout.FinalNorm] = JsonNode.Parse(value));

        AssertRefused(expected);
    }

    private void Shard()
    {
        LlamaCheckpoint.Save(_model, _folder.Path);
        WeightWriter.Save(_model, _folder.Path, ShardBytes);
    }

    private string[] Shards() => [.. Directory.GetFiles(_folder.Path, "model-*.safetensors").Order()];

    private void EditIndex(Action<JsonObject> edit)
    {
        var path = _folder.File("model.safetensors.index.json");
        var index = JsonNode.Parse(File.ReadAllText(path))!;
        edit(index["weight_map"]!.AsObject());
        File.WriteAllText(path, index.ToJsonString());
    }

    private void AssertRefused(string expected) => Assert.Contains(
        expected, Assert.Throws<CheckpointException>(() => LlamaCheckpoint.Load(_folder.Path)).Message,
        StringComparison.Ordinal);
}
