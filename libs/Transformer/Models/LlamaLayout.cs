namespace WeakToStrong.Transformer.Models;

/// <summary>
/// Names, shapes, order and initialisation of a Llama model's parameters. Query, key and value lie side by side, and so
/// do gate and up, so that each group is one matrix; their biases, where there are any, lie side by side after them.
/// </summary>
/// <remarks>
/// The initialisation decides what small models learn: embedding N(0, 0.1), linear layers N(0, 1/√fan_in), the two that
/// write into the residual stream a tenth of that, norms 1, biases 0.
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

    /// <summary>Name of a layer's bias, such as LayerBias(0, "self_attn.q_proj").</summary>
    public static string LayerBias(int layer, string part) => $"model.layers.{layer}.{part}.bias";

    /// <summary>All parameters in the order of the flat buffer; scalar heads come last.</summary>
    public static IReadOnlyList<ParameterSpec> Parameters(
        ModelConfig config, params IEnumerable<ScalarHeadSpec> heads) => [.. OneByOne(config, heads)];

    /// <summary>The same, made as they are asked for: a file may claim more layers than there is memory for.</summary>
    internal static IEnumerable<ParameterSpec> OneByOne(ModelConfig config, IEnumerable<ScalarHeadSpec> heads)
    {
        yield return new()
        {
            Name = Embedding,
            Shape = [config.VocabularySize, config.HiddenSize],
            StandardDeviation = EmbeddingDeviation
        };
        for (var layer = 0; layer < config.Layers; layer++)
            foreach (var spec in LayerParameters(config, layer))
                yield return spec;
        yield return Norm(FinalNorm, config.HiddenSize);
        if (!config.TieEmbeddings)
            yield return Linear(OutputHead, config.VocabularySize, config.HiddenSize);
        foreach (var spec in heads.SelectMany(head => head.Parameters(config)))
            yield return spec;
    }

    private static IEnumerable<ParameterSpec> LayerParameters(ModelConfig config, int layer)
    {
        var (width, inner) = (config.HiddenSize, config.IntermediateSize);
        var (queries, keys) = (config.Heads * config.HeadDim, config.KeyValueHeads * config.HeadDim);
        return
        [
            Norm(Layer(layer, "input_layernorm"), width),
            Linear(Layer(layer, "self_attn.q_proj"), queries, width),
            Linear(Layer(layer, "self_attn.k_proj"), keys, width),
            Linear(Layer(layer, "self_attn.v_proj"), keys, width),
            .. Biases(
                config.HasQueryKeyValueBias, layer, ("self_attn.q_proj", queries), ("self_attn.k_proj", keys),
                ("self_attn.v_proj", keys)),
            .. HeadNorms(config, layer),
            Linear(Layer(layer, "self_attn.o_proj"), width, queries, ResidualScale),
            .. Biases(config.AttentionBias, layer, ("self_attn.o_proj", width)),
            Norm(Layer(layer, "post_attention_layernorm"), width),
            Linear(Layer(layer, "mlp.gate_proj"), inner, width),
            Linear(Layer(layer, "mlp.up_proj"), inner, width),
            .. Biases(config.FeedForwardBias, layer, ("mlp.gate_proj", inner), ("mlp.up_proj", inner)),
            Linear(Layer(layer, "mlp.down_proj"), width, inner, ResidualScale),
            .. Biases(config.FeedForwardBias, layer, ("mlp.down_proj", width))
        ];
    }

    private static IEnumerable<ParameterSpec> Biases(bool exist, int layer, params (string Part, int Size)[] biases) =>
        exist
            ? biases.Select(bias => new ParameterSpec { Name = LayerBias(layer, bias.Part), Shape = [bias.Size] })
            : [];

    private static IEnumerable<ParameterSpec> HeadNorms(ModelConfig config, int layer) => config.HasQueryKeyNorm
        ? [
            Norm(Layer(layer, "self_attn.q_norm"), config.HeadDim),
            Norm(Layer(layer, "self_attn.k_norm"), config.HeadDim)
        ]
        : [];

    private static ParameterSpec Norm(string name, int width) => new() { Name = name, Shape = [width], Constant = 1 };

    private static ParameterSpec Linear(string name, long outputs, long inputs, double scale = 1) =>
        new() { Name = name, Shape = [outputs, inputs], StandardDeviation = scale / Math.Sqrt(inputs) };
}
