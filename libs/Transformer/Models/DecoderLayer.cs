using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Models;

/// <summary>One layer: h += Wo attention(norm(h)), then h += Wdown(silu(Wgate z) · Wup z) with z = norm(h).</summary>
internal sealed class DecoderLayer
{
    private readonly Parameter _inputNorm;
    private readonly Parameter _fusedAttention;
    private readonly Parameter _output;
    private readonly Parameter _innerNorm;
    private readonly Parameter _gateUp;
    private readonly Parameter _down;
    private readonly double _epsilon;

    public DecoderLayer(ParameterBuffer parameters, ModelConfig config, int layer)
    {
        _inputNorm = Get("input_layernorm");
        _fusedAttention = parameters.Fused(Name("self_attn.q_proj"), Name("self_attn.v_proj"));
        _output = Get("self_attn.o_proj");
        _innerNorm = Get("post_attention_layernorm");
        _gateUp = parameters.Fused(Name("mlp.gate_proj"), Name("mlp.up_proj"));
        _down = Get("mlp.down_proj");
        _epsilon = config.RmsNormEpsilon;

        string Name(string part) => LlamaLayout.Layer(layer, part);
        Parameter Get(string part) => parameters[Name(part)];
    }

    /// <summary>Runs the layer.</summary>
    /// <param name="hidden">[N, C].</param>
    /// <param name="attend">Attention, from [N, (H + 2K) D] to [N, H · D]: over a batch, or over a cache.</param>
    /// <param name="rows">[M] int64: the rows to go on with after attention, or null for all.</param>
    /// <returns>[N, C], or [M, C].</returns>
    public Tensor Forward(Tensor hidden, Func<Tensor, Tensor> attend, Tensor? rows = null)
    {
        var mixed = attend(Linear.Apply(RmsNorm.Apply(hidden, _inputNorm, _epsilon), _fusedAttention));
        if (rows is not null)
            (hidden, mixed) = (RowSelection.Apply(hidden, rows), RowSelection.Apply(mixed, rows));
        hidden = Linear.Add(hidden, mixed, _output);
        var gateUp = Linear.Apply(RmsNorm.Apply(hidden, _innerNorm, _epsilon), _gateUp);
        return Linear.Add(hidden, SwiGlu.Apply(gateUp), _down);
    }
}
