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
    private readonly (LinearLayer Layer, string[] Matrices)[] _linear;

    public DecoderLayer(ParameterBuffer parameters, ModelConfig config, int layer)
    {
        _inputNorm = Get("input_layernorm");
        _fusedAttention = Linear("self_attn.q_proj", "self_attn.v_proj", config.HasQueryKeyValueBias);
        _headNorm = config.HasQueryKeyNorm
            ? new QueryKeyNorm(Get("self_attn.q_norm"), Get("self_attn.k_norm"), config)
            : null;
        _output = Linear("self_attn.o_proj", "self_attn.o_proj", config.AttentionBias);
        _innerNorm = Get("post_attention_layernorm");
        _gateUp = Linear("mlp.gate_proj", "mlp.up_proj", config.FeedForwardBias);
        _down = Linear("mlp.down_proj", "mlp.down_proj", config.FeedForwardBias);
        _epsilon = config.RmsNormEpsilon;
        _linear =
        [
            (_fusedAttention, [Name("self_attn.q_proj"), Name("self_attn.k_proj"), Name("self_attn.v_proj")]),
            (_output, [Name("self_attn.o_proj")]),
            (_gateUp, [Name("mlp.gate_proj"), Name("mlp.up_proj")]),
            (_down, [Name("mlp.down_proj")])
        ];

        string Name(string part) => LlamaLayout.Layer(layer, part);
        Parameter Get(string part) => parameters[Name(part)];

        // One matrix of the neighbours from first to last, and one bias.
        LinearLayer Linear(string first, string last, bool hasBias) => new(
            parameters.Fused(Name(first), Name(last)),
            hasBias
                ? parameters.Fused(LlamaLayout.LayerBias(layer, first), LlamaLayout.LayerBias(layer, last))
                : null);
    }

    /// <summary>Has an adapter add to its linear layers from now on; null: none.</summary>
    public void Adapt(LoraAdapter? adapter)
    {
        foreach (var (layer, matrices) in _linear)
            layer.Adapter = adapter?.For(matrices);
    }

    /// <summary>Runs the layer.</summary>
    /// <param name="hidden">[N, C].</param>
    /// <param name="attend">Attention, from [N, (H + 2K) D] to [N, H · D]: over a batch, or over a cache.</param>
    /// <param name="rows">[M] int64: the rows to go on with after attention, or null for all.</param>
    /// <returns>[N, C], or [M, C].</returns>
    public Tensor Forward(Tensor hidden, Func<Tensor, Tensor> attend, Tensor? rows = null)
    {
        // What only the layer needs goes with it, with a graph or without; autograd keeps what its way back will read.
        using var scope = torch.NewDisposeScope();
        var fused = _fusedAttention.Apply(RmsNorm.Apply(hidden, _inputNorm, _epsilon));
        var mixed = attend(_headNorm?.Apply(fused) ?? fused);
        if (rows is not null)
            (hidden, mixed) = (RowSelection.Apply(hidden, rows), RowSelection.Apply(mixed, rows));
        hidden = _output.AddTo(hidden, mixed);
        var gateUp = _gateUp.Apply(RmsNorm.Apply(hidden, _innerNorm, _epsilon));
        return scope.MoveToOuter(_down.AddTo(hidden, SwiGlu.Apply(gateUp)));
    }
}
