using WeakToStrong.Torch.Random;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>What an adapter adds to one linear layer, which may be several matrices side by side.</summary>
internal sealed class LinearAdapter(LoraAdapter adapter, IReadOnlyList<LowRankSlice> slices)
{
    public IReadOnlyList<LowRankSlice> Slices => slices;

    /// <summary>Whether it adds anything now.</summary>
    public bool IsOn => !adapter.IsOff;

    /// <summary>y + s B A x, written into y.</summary>
    /// <param name="y">[N, out]: the layer's own output.</param>
    /// <param name="x">[N, in].</param>
    /// <returns>[N, out].</returns>
    public Tensor AddTo(Tensor y, Tensor x) => adapter.Pass is { } pass && adapter.Options.Dropout > 0
        ? LowRank.AddTo(y, x, slices, [.. slices.Select(slice => Mask(slice, pass, x))], 1 - adapter.Options.Dropout)
        : LowRank.AddTo(y, x, slices, [], keepProbability: 1);

    private Tensor Mask(LowRankSlice slice, string pass, Tensor x) => DropoutMask.Draw(
        new CounterRandom(adapter.Seed, $"lora/dropout/{pass}/{slice.Module.Name}"), adapter.Options.Dropout, x.shape,
        x.device);
}
