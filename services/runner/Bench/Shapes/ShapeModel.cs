using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Torch.Random;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>Models and tokens that only have to be of the right size.</summary>
internal static class ShapeModel
{
    private const ulong Seed = 1;

    /// <summary>Llama's own, which transformers draws with too.</summary>
    private const double Deviation = 0.02;

    /// <summary>
    /// A model whose weights are drawn where they lie: the draws of an experiment, which do not depend on the device,
    /// take minutes for billions of weights.
    /// </summary>
    public static LlamaModel Draw(ModelConfig config, ScalarType type, Device device)
    {
        using var frozen = torch.no_grad();
        using var generator = new torch.Generator(Seed, device);
        var model = new LlamaModel(config, type, device, heads: []);
        foreach (var spec in model.Parameters.Specs)
            if (spec.StandardDeviation > 0)
                model.Parameters[spec.Name].Value.normal_(0, Deviation, generator);
            else
                model.Parameters[spec.Name].Value.fill_(spec.Constant);
        return model;
    }

    /// <summary>Random token ids, the same for the same vocabulary.</summary>
    public static IReadOnlyList<int[]> Tokens(ModelConfig config, int rows, int length)
    {
        var stream = new CounterRandom(Seed, "bench/shapes/tokens");
        return
        [
            .. Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, length)
                .Select(place => (int)(stream.NextDouble((ulong)row, (ulong)place) * config.VocabularySize)).ToArray()),
        ];
    }

    /// <summary>The <c>config.json</c> of a checkpoint of the model.</summary>
    public static JsonNode HuggingFaceConfig(ModelConfig config)
    {
        using var file = new MemoryStream();
        using (var json = new Utf8JsonWriter(file))
        {
            json.WriteStartObject();
            HuggingFaceConfigWriter.Write(json, config.ToHuggingFace());
            json.WriteEndObject();
        }
        return JsonNode.Parse(file.ToArray())!;
    }
}
