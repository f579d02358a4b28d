namespace WeakToStrong.Transformer.Models;

/// <summary>
/// Names, shapes, order and initialisation of a Llama model's parameters. Query, key and value lie side by side, and so
/// do gate and up, so that each group is one matrix.
/// </summary>
/// <remarks>
/// The initialisation decides what small models learn: embedding N(0, 0.1), linear layers N(0, 1/√fan_in), the two that
/// write into the residual stream a tenth of that, norms 1.
/// </remarks>
public static class LlamaLayout
{
    public const string Embedding = "model.embed_tokens.weight";
    public const string FinalNorm = "model.norm.weight";
    public const string OutputHead = "lm_head.weight";

    private const double EmbeddingDeviation = 0.1;
    private const double ResidualScale = 0.1;

    /// <summary>Name of a layer's tensor, such as Layer(0, "mlp.up_proj").</summary>
    public static string Layer(int layer, string part) => $"model.layers.{layer}.{part}.weight";

    /// <summary>All parameters in the order of the flat buffer; scalar heads come last.</summary>
    public static IReadOnlyList<ParameterSpec> Parameters(ModelConfig config, params IEnumerable<ScalarHeadSpec> heads)
    {
        var specs = new List<ParameterSpec>
        {
            new()
            {
                Name = Embedding,
                Shape = [config.VocabularySize, config.HiddenSize],
                StandardDeviation = EmbeddingDeviation
            }
        };
        for (var layer = 0; layer < config.Layers; layer++)
            specs.AddRange(LayerParameters(config, layer));
        specs.Add(Norm(FinalNorm, config));
        if (!config.TieEmbeddings)
            specs.Add(Linear(OutputHead, config.VocabularySize, config.HiddenSize));
        specs.AddRange(heads.SelectMany(head => head.Parameters(config)));
        return specs;
    }

    private static IEnumerable<ParameterSpec> LayerParameters(ModelConfig config, int layer)
    {
        var (width, inner) = (config.HiddenSize, config.IntermediateSize);
        var (queries, keys) = (config.Heads * config.HeadDim, config.KeyValueHeads * config.HeadDim);
        return
        [
            Norm(Layer(layer, "input_layernorm"), config),
            Linear(Layer(layer, "self_attn.q_proj"), queries, width),
            Linear(Layer(layer, "self_attn.k_proj"), keys, width),
            Linear(Layer(layer, "self_attn.v_proj"), keys, width),
            Linear(Layer(layer, "self_attn.o_proj"), width, queries, ResidualScale),
            Norm(Layer(layer, "post_attention_layernorm"), config),
            Linear(Layer(layer, "mlp.gate_proj"), inner, width),
            Linear(Layer(layer, "mlp.up_proj"), inner, width),
            Linear(Layer(layer, "mlp.down_proj"), width, inner, ResidualScale)
        ];
    }

    private static ParameterSpec Norm(string name, ModelConfig config) =>
        new() { Name = name, Shape = [config.HiddenSize], Constant = 1 };

    private static ParameterSpec Linear(string name, long outputs, long inputs, double scale = 1) =>
        new() { Name = name, Shape = [outputs, inputs], StandardDeviation = scale / Math.Sqrt(inputs) };
}
