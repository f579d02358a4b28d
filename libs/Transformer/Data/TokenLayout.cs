namespace WeakToStrong.Transformer.Data;

/// <summary>
/// Which positions of a batch the model's row-wise work (projections, norms, loss) is done for. It changes the work,
/// not the result: attention always sees [B, T] with padding on the right, where causality alone keeps it away from the
/// pads.
/// </summary>
public enum TokenLayout
{
    /// <summary>All B · T positions, pads included; the index maps are the identity.</summary>
    Padded,

    /// <summary>The tokens alone, sample after sample.</summary>
    Packed
}
