using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Models;

/// <summary>
/// One layer: h += Wo attention(norm(h)), then h += Wdown(silu(Wgate z) · Wup z) with z = norm(h). Some families have
/// biases beside the matrices, and norms of each head's queries and keys.
/// </summary>
internal sealed class DecoderLayer
{
    private readonly Parameter _inputNorm;
    private readonly LinearLayer _fusedAttention;
    private readonly QueryKeyNorm? _headNorm;
    private readonly LinearLayer _output;
    private readonly Parameter _innerNorm;
    private readonly LinearLayer _gateUp;
    private readonly LinearLayer _down;
    private readonly double _epsilon;

    public DecoderLayer(ParameterBuffer parameters, ModelConfig config, int layer)
    {
        _inputNorm = Get("input_layernorm");
        _fusedAttention = Linear(
            config.HasQueryKeyValueBias, "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj");
        _headNorm = config.HasQueryKeyNorm
            ? new QueryKeyNorm(Get("self_attn.q_norm"), Get("self_attn.k_norm"), config)
            : null;
        _output = Linear(config.AttentionBias, "self_attn.o_proj");
        _innerNorm = Get("post_attention_layernorm");
        _gateUp = Linear(config.FeedForwardBias, "mlp.gate_proj", "mlp.up_proj");
        _down = Linear(config.FeedForwardBias, "mlp.down_proj");
        _epsilon = config.RmsNormEpsilon;
        Window = config.WindowOf(layer);

        string Name(string part) => LlamaLayout.Layer(layer, part);
        Parameter Get(string part) => parameters[Name(part)];

        // One matrix of neighbours, and one bias.
        LinearLayer Linear(bool hasBias, params string[] parts) => new(
            Array.ConvertAll(parts, Name),
            parameters.Fused(Name(parts[0]), Name(parts[^1])),
            hasBias
                ? parameters.Fused(LlamaLayout.LayerBias(layer, parts[0]), LlamaLayout.LayerBias(layer, parts[^1]))
                : null);
    }

    /// <summary>W: tokens that a token attends to, itself included; null: all before it.</summary>
    public int? Window { get; }

    /// <summary>Has an adapter add to its linear layers from now on; null: none.</summary>
    public void Adapt(LoraAdapter? adapter)
    {
        foreach (var linear in (LinearLayer[])[_fusedAttention, _output, _gateUp, _down])
            linear.Adapt(adapter);
    }

    /// <summary>Runs the layer.</summary>
    /// <param name="hidden">[N, C].</param>
    /// <param name="attend">
    /// Attention, from [N, (H + 2K) D] to [M, H · D], of the rows to go on with: over a batch, or over a cache.
    /// </param>
    /// <param name="rows">[M] int64: the rows to go on with after attention, or null for all.</param>
    /// <returns>[N, C], or [M, C].</returns>
    public Tensor Forward(Tensor hidden, Func<Tensor, Tensor> attend, Tensor? rows = null)
    {
        // What only the layer needs goes with it, with a graph or without; autograd keeps what its way back will read.
        using var scope = torch.NewDisposeScope();
        var fused = _fusedAttention.Apply(RmsNorm.Apply(hidden, _inputNorm, _epsilon));
        var mixed = attend(_headNorm?.Apply(fused) ?? fused);
        hidden = _output.AddTo(RowSelection.Apply(hidden, rows), mixed);
        var gateUp = _gateUp.Apply(RmsNorm.Apply(hidden, _innerNorm, _epsilon));
        return scope.MoveToOuter(_down.AddTo(hidden, SwiGlu.Apply(gateUp)));
    }
}
