namespace WeakToStrong.Transformer.Models;

/// <summary>
/// A window on a <see cref="ParameterBuffer"/>: one named tensor, or several neighbours seen as one matrix.
/// </summary>
public sealed class Parameter
{
    internal Parameter(string name, long offset, Tensor value)
    {
        Name = name;
        Offset = offset;
        Value = value;
    }

    /// <summary>The name in a checkpoint.</summary>
    public string Name { get; }

    /// <summary>First element in the flat buffer.</summary>
    public long Offset { get; }

    /// <summary>The weights, borrowed: a leaf of the graph whose memory is the flat buffer's.</summary>
    public Tensor Value { get; }

    /// <summary>
    /// The gradient, borrowed, in the flat gradient buffer's memory; null while the buffer is frozen. Autograd adds
    /// into it, and so do the closed-form backward passes, without a copy in between.
    /// </summary>
    public Tensor? Gradient { get; private set; }

    internal void Track(Tensor gradient)
    {
        Gradient = gradient;
        Value.requires_grad = true;
        Value.grad = gradient;
    }

    internal void Release()
    {
        Value.Dispose();
        Gradient?.Dispose();
    }
}
