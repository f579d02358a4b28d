namespace WeakToStrong.Methods.Sampling;

/// <summary>Which answers are generated side by side.</summary>
public enum Batching
{
    /// <summary>A batch ends with its longest answer.</summary>
    Static,

    /// <summary>An answer that ends makes room for the next one.</summary>
    Continuous,
}
