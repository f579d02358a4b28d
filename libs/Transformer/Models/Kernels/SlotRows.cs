using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>
/// As many rows of every slot of a cache, S slots of R rows: all that is known of them is on the device, so that the
/// same pass can be told of once and computed for other rows. A row that is nobody's attends somewhere and is kept
/// nowhere.
/// </summary>
internal sealed record SlotRows
{
    /// <summary>R.</summary>
    public required int Height { get; init; }

    /// <summary>[S · R] int64: the place of each in its sequence.</summary>
    public required Tensor Places { get; init; }

    /// <summary>[S · R] int64: where in its slot its keys and values go: its place, or one that is not read.</summary>
    public required Tensor Targets { get; init; }

    /// <summary>Above every place.</summary>
    public required int Length { get; init; }

    /// <summary>[S · R, D/2]: the places' cosines.</summary>
    public required Tensor Cosine { get; init; }

    /// <summary>[S · R, D/2].</summary>
    public required Tensor Sine { get; init; }

    /// <summary>[S · R · K] int64, for a cache without kernels: where in all of it each row's heads go.</summary>
    public Tensor? Targeted { get; init; }

    /// <summary>
    /// Of <see cref="SlotAttention.Mask"/>, for a cache without kernels: what each row attends to in each layer.
    /// </summary>
    public IReadOnlyList<Tensor>? Masks { get; init; }
}
