using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Models;

/// <summary>
/// Writes a model's weights as transformers does: in one file, or in shards with an index where one would be too large.
/// </summary>
internal static class WeightWriter
{
    /// <summary>What transformers allows one file by default: 5 GB.</summary>
    public const long MaximumFileBytes = 5_000_000_000;

    /// <summary>Writes the weights into a folder, in place of those that are there.</summary>
    /// <param name="maximumBytes">Most bytes of tensors in one file; a tensor that has more gets a file alone.</param>
    public static void Save(LlamaModel model, string folder, long maximumBytes = MaximumFileBytes)
    {
        using var scope = torch.NewDisposeScope();
        // A float64 model is for checks; its file is float32, like everyone's.
        var type = model.Type == ScalarType.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var values = model.Parameters.Values.to_type(type).cpu();
        var size = values.element_size();
        var shards = Split(model.Parameters.Specs, maximumBytes / size);
        for (var shard = 0; shard < shards.Count; shard++)
            SafetensorsWriter.Write(Path.Combine(folder, NameOf(shard, shards.Count)), shards[shard].Select(Source));
        SaveIndex(folder, shards, size);

        SafetensorsSource Source(ParameterSpec spec) => TensorSource.Of(
            spec.Name, values.narrow(0, model.Parameters[spec.Name].Offset, spec.Length).view(spec.Shape));
    }

    // What another save of another size has left must not be read in place of this one.
    private static void SaveIndex(string folder, List<List<ParameterSpec>> shards, long size)
    {
        if (shards.Count == 1)
        {
            File.Delete(Path.Combine(folder, ShardIndex.FileName));
            return;
        }
        ShardIndex.Save(
            folder, shards.Sum(shard => shard.Sum(spec => spec.Length)) * size,
            shards.SelectMany((shard, index) => shard.Select(spec => (spec.Name, NameOf(index, shards.Count)))));
        File.Delete(Path.Combine(folder, ShardIndex.SingleFile));
    }

    private static List<List<ParameterSpec>> Split(IReadOnlyList<ParameterSpec> specs, long maximumLength)
    {
        var shards = new List<List<ParameterSpec>> { new() };
        var length = 0L;
        foreach (var spec in specs)
        {
            if (shards[^1].Count > 0 && length + spec.Length > maximumLength)
            {
                shards.Add([]);
                length = 0;
            }
            shards[^1].Add(spec);
            length += spec.Length;
        }
        return shards;
    }

    private static string NameOf(int shard, int count) =>
        count == 1 ? ShardIndex.SingleFile : $"model-{shard + 1:D5}-of-{count:D5}.safetensors";
}
