namespace WeakToStrong.Transformer.Models;

/// <summary>
/// All parameters of a model in one contiguous buffer, and their gradients in another. The optimiser, clipping,
/// checksums, copies and checkpoints are then a few operations over everything, whatever the number of tensors.
/// </summary>
public sealed class ParameterBuffer : IDisposable
{
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.Ordinal);
    private readonly List<Parameter> _windows = [];

    /// <summary>Makes a buffer of zeros.</summary>
    /// <param name="specs">The tensors, in the order they lie in the buffer.</param>
    /// <param name="type">Float32, Float64 or BFloat16.</param>
    /// <param name="device">Where it lies.</param>
    public ParameterBuffer(IReadOnlyList<ParameterSpec> specs, ScalarType type, Device device)
    {
        Specs = specs;
        Values = Owned(torch.zeros([specs.Sum(spec => spec.Length)], dtype: type, device: device));
        var offset = 0L;
        foreach (var spec in specs)
        {
            _byName.Add(spec.Name, Window(spec.Name, offset, spec.Shape));
            offset += spec.Length;
        }
    }

    /// <summary>The tensors, in the order they lie in the buffer.</summary>
    public IReadOnlyList<ParameterSpec> Specs { get; }

    /// <summary>[S], borrowed: every weight.</summary>
    public Tensor Values { get; }

    /// <summary>[S], borrowed: every gradient, zero before the first backward; null while frozen.</summary>
    public Tensor? Gradients { get; private set; }

    /// <summary>S: number of elements.</summary>
    public long Length => Values.NumberOfElements;

    /// <summary>The tensor of a name.</summary>
    public Parameter this[string name] => _byName[name];

    /// <summary>Neighbouring matrices as one, row under row; or vectors, one after the other.</summary>
    /// <param name="first">Name of the first.</param>
    /// <param name="last">Name of the last.</param>
    public Parameter Fused(string first, string last)
    {
        if (first == last)
            return this[first];
        var start = IndexOf(first);
        var group = Specs.Skip(start).Take(IndexOf(last) - start + 1).ToArray();
        return Window(first, this[first].Offset, [group.Sum(spec => spec.Shape[0]), .. group[0].Shape[1..]]);
    }

    /// <summary>The gradient buffer, made at the first call; from then on forward passes record a graph.</summary>
    public Tensor RequireGradients()
    {
        if (Gradients is not null)
            return Gradients;
        Gradients = Owned(torch.zeros_like(Values));
        foreach (var window in _windows)
            window.Track(WindowOn(Gradients, window.Offset, window.Value.shape));
        return Gradients;
    }

    /// <summary>Copies every tensor that both buffers name. Shapes must agree; types and devices need not.</summary>
    public void CopyFrom(ParameterBuffer source)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        foreach (var spec in Specs.Where(spec => source._byName.ContainsKey(spec.Name)))
            this[spec.Name].Value.copy_(source[spec.Name].Value);
    }

    /// <summary>A digest of every bit of the weights.</summary>
    public ulong Checksum() => LibTorch.Checksum(Values);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var window in _windows)
            window.Release();
        Values.Dispose();
        Gradients?.Dispose();
    }

    private Parameter Window(string name, long offset, long[] shape)
    {
        var window = new Parameter(name, offset, WindowOn(Values, offset, shape));
        if (Gradients is not null)
            window.Track(WindowOn(Gradients, offset, shape));
        _windows.Add(window);
        return window;
    }

    private static Tensor WindowOn(Tensor buffer, long offset, long[] shape)
    {
        using var frozen = torch.no_grad();
        using var part = buffer.narrow(0, offset, shape.Aggregate(1L, (product, extent) => product * extent));
        using var view = part.view(shape);
        return Owned(view.detach());
    }

    private static Tensor Owned(Tensor tensor) => tensor.DetachFromDisposeScope();

    private int IndexOf(string name)
    {
        for (var index = 0; index < Specs.Count; index++)
            if (Specs[index].Name == name)
                return index;
        throw new ArgumentException($"no parameter is named '{name}'");
    }
}
