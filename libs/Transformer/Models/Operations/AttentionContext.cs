using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>
/// What every layer's attention needs to know of one batch; its tensors belong to the caller's scope.
/// </summary>
internal sealed record AttentionContext
{
    /// <summary>Extents and where samples begin; without a layer's window.</summary>
    public required AttentionShape Shape { get; init; }

    /// <summary>[N, D/2]: the cosine of each row's angles.</summary>
    public required Tensor Cosine { get; init; }

    /// <summary>[N, D/2].</summary>
    public required Tensor Sine { get; init; }

    /// <summary>The batch, for its maps between packed and padded rows.</summary>
    public required TokenBatch Batch { get; init; }

    /// <summary>The same for a layer with a window, or without.</summary>
    public AttentionContext Within(int? window) => this with { Shape = Shape with { Window = window } };
}
