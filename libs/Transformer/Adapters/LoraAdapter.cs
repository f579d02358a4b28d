using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>
/// Low-rank updates beside a frozen model's linear layers (Hu et al., arXiv:2106.09685), and scalar heads that are
/// trained with them. They lie in a buffer of their own, so that gradients and moments are as small as they are.
/// </summary>
public sealed class LoraAdapter : IDisposable
{
    private readonly ParameterBuffer _base;
    private int _pauses;

    internal LoraAdapter(
        ParameterBuffer frozen, ModelConfig config, LoraOptions options, IReadOnlyList<LoraModule> modules,
        IReadOnlyList<ScalarHeadSpec> heads, ulong seed)
    {
        (Options, Modules, Seed, _base) = (options, modules, seed, frozen);
        var specs = modules.SelectMany(module => Specs(frozen, module))
            .Concat(heads.SelectMany(head => head.Parameters(config)));
        // Small updates vanish in 16 bits: the adapter's own weights have 32.
        var type = frozen.Values.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        Parameters = new ParameterBuffer([.. specs], type, frozen.Values.device);
        ParameterInitializer.Fill(Parameters, Parameters.Specs, seed);
        Parameters.CopyFrom(frozen);
        Heads = heads.ToDictionary(
            head => head.Name, head => new ScalarHead(Parameters, head), StringComparer.Ordinal);
    }

    /// <summary>How it was made.</summary>
    public LoraOptions Options { get; }

    /// <summary>Everything that is trained: A and B of each layer, then the heads.</summary>
    public ParameterBuffer Parameters { get; }

    /// <summary>
    /// Names the pass over a micro-batch in training, forwards and backwards: its dropout masks are drawn from streams
    /// of that name, so that a pass can be made again and a training resumed. Null, and no dropout, outside of
    /// training.
    /// </summary>
    public string? Pass { get; set; }

    /// <summary>The heads that are trained.</summary>
    internal IReadOnlyDictionary<string, ScalarHead> Heads { get; }

    internal IReadOnlyList<LoraModule> Modules { get; }

    internal ulong Seed { get; }

    /// <summary>Whether the model is to be what it was without it, heads too.</summary>
    internal bool IsOff => _pauses > 0;

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    /// <summary>Leaves it out until what is returned is disposed.</summary>
    internal IDisposable Pause() => new Pausing(this);

    /// <summary>What is added to a layer's output, or null where none of its matrices is adapted.</summary>
    /// <param name="names">The matrices whose rows make up the layer's, in their order.</param>
    internal LinearAdapter? For(IReadOnlyList<string> names)
    {
        var (offset, slices) = (0L, new List<LowRankSlice>());
        foreach (var name in names)
        {
            if (Modules.FirstOrDefault(module => module.WeightName == name) is { } module)
                slices.Add(new LowRankSlice(module, Parameters[module.NameOfA], Parameters[module.NameOfB], offset));
            offset += _base[name].Value.size(0);
        }
        return slices.Count == 0 ? null : new LinearAdapter(this, slices);
    }

    /// <summary>Adds s B A to each weight of the model, and copies the heads that the model has.</summary>
    internal void Merge()
    {
        using var frozen = torch.no_grad();
        foreach (var module in Modules)
            Merge(module);
        _base.CopyFrom(Parameters);
    }

    // In the adapter's precision, rounded once.
    private void Merge(LoraModule module)
    {
        using var scope = torch.NewDisposeScope();
        var weight = _base[module.WeightName].Value;
        var update = Parameters[module.NameOfB].Value.mm(Parameters[module.NameOfA].Value).mul_(module.Scale);
        weight.copy_(update.add_(weight));
    }

    private static IEnumerable<ParameterSpec> Specs(ParameterBuffer frozen, LoraModule module)
    {
        var shape = frozen[module.WeightName].Value.shape;
        return module.Parameters(outputs: shape[0], inputs: shape[1]);
    }

    private sealed class Pausing : IDisposable
    {
        private LoraAdapter? _adapter;

        public Pausing(LoraAdapter adapter)
        {
            _adapter = adapter;
            _adapter._pauses++;
        }

        public void Dispose()
        {
            if (_adapter is { } adapter)
                adapter._pauses--;
            _adapter = null;
        }
    }
}
