using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>
/// Low-rank updates beside a frozen model's linear layers (Hu et al., arXiv:2106.09685), and scalar heads that are
/// trained with them. They lie in a buffer of their own, so that gradients and moments are as small as they are.
/// </summary>
public sealed class LoraAdapter : IDisposable
{
    private readonly List<LowRankSlice> _slices = [];
    private readonly Dictionary<string, ScalarHead> _heads;
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
        _heads = heads.ToDictionary(
            head => head.Name, head => new ScalarHead(Parameters, head), StringComparer.Ordinal);
    }

    /// <summary>How it was made.</summary>
    public LoraOptions Options { get; }

    /// <summary>Everything that is trained: A and B of each layer, then the heads.</summary>
    public ParameterBuffer Parameters { get; }

    /// <summary>The masks that passes take from now on; null, and no dropout, outside of training.</summary>
    public DropoutDraw? Draw { get; set; }

    /// <summary>Whether its updates are part of the model's weights for good.</summary>
    public bool IsMerged { get; private set; }

    /// <summary>The heads that are trained.</summary>
    internal IReadOnlyDictionary<string, ScalarHead> Heads => _heads;

    internal IReadOnlyList<LoraModule> Modules { get; }

    internal ulong Seed { get; }

    /// <summary>Whether its updates are added to what the layers compute.</summary>
    internal bool IsOn => !IsMerged && !IsOff;

    /// <summary>Whether the model is to be what it was without it, heads too.</summary>
    internal bool IsOff => _pauses > 0;

    /// <summary>Leaves it out until what is returned is disposed.</summary>
    /// <exception cref="InvalidOperationException">It is merged: there is no model without it any more.</exception>
    internal IDisposable Pause()
    {
        if (IsMerged)
            throw new InvalidOperationException("the adapter is merged into the weights");
        return new Pausing(this);
    }

    /// <summary>Adds s B A to each weight of the model; the heads stay here.</summary>
    internal void Merge()
    {
        if (IsMerged)
            throw new InvalidOperationException("the adapter is merged already");
        using var frozen = torch.no_grad();
        foreach (var slice in _slices)
            Merge(slice);
        IsMerged = true;
    }

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
        _slices.AddRange(slices);
        return slices.Count == 0 ? null : new LinearAdapter(this, slices);
    }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    // In the adapter's precision, rounded once.
    private void Merge(LowRankSlice slice)
    {
        using var scope = torch.NewDisposeScope();
        var weight = _base[slice.Module.WeightName].Value;
        var update = slice.B.Value.mm(slice.A.Value).mul_(slice.Module.Scale);
        weight.copy_(update.add_(weight));
    }

    private static IEnumerable<ParameterSpec> Specs(ParameterBuffer frozen, LoraModule module)
    {
        var shape = frozen[module.WeightName].Value.shape;
        return module.Parameters(outputs: shape[0], inputs: shape[1]);
    }

    private sealed class Pausing : IDisposable
    {
        private readonly LoraAdapter _adapter;
        private bool _isOver;

        public Pausing(LoraAdapter adapter)
        {
            _adapter = adapter;
            _adapter._pauses++;
        }

        public void Dispose()
        {
            if (!_isOver)
                _adapter._pauses--;
            _isOver = true;
        }
    }
}
