namespace WeakToStrong.Torch;

/// <summary>
/// What the forward of a <see cref="LibTorch.Function"/> keeps for its backward. It is released when backward has run
/// without retain_graph, or with the graph.
/// </summary>
public sealed class FunctionContext : IDisposable
{
    private readonly Func<FunctionContext, Tensor?[], Tensor?[]> _backward;
    private readonly List<Tensor> _saved = [];

    internal FunctionContext(
        IReadOnlyList<Tensor> inputs, Func<FunctionContext, Tensor?[], Tensor?[]> backward)
    {
        _backward = backward;
        NeedsInputGrad = [.. inputs.Select(input => input.requires_grad)];
        IsDifferentiable = torch.is_grad_enabled() && NeedsInputGrad.Contains(true);
    }

    /// <summary>Per input, whether its gradient is wanted; the others' may be null.</summary>
    public IReadOnlyList<bool> NeedsInputGrad { get; }

    /// <summary>The tensors saved by forward, in order. Borrowed.</summary>
    public IReadOnlyList<Tensor> Saved => _saved;

    internal bool IsDifferentiable { get; }

    /// <summary>Keeps tensors for backward, detached from their graph and from every dispose scope.</summary>
    public void SaveForBackward(params ReadOnlySpan<Tensor> tensors)
    {
        foreach (var tensor in tensors) _saved.Add(tensor.detach().DetachFromDisposeScope());
    }

    /// <summary>Releases the saved tensors; the graph does this itself.</summary>
    public void Dispose()
    {
        foreach (var tensor in _saved) tensor.Dispose();
        _saved.Clear();
    }

    internal void RunBackward(Span<nint> outputGradients, Span<nint> inputGradients)
    {
        using var scope = torch.NewDisposeScope();
        var gradients = new Tensor?[outputGradients.Length];
        for (var i = 0; i < gradients.Length; i++)
            if (outputGradients[i] != 0) gradients[i] = Tensor.UnsafeCreateTensor(outputGradients[i]);
        if (torch.is_grad_enabled())
            throw new NotSupportedException("create_graph through LibTorch.Function: its backward has no graph");
        var results = _backward(this, gradients);
        if (results.Length != inputGradients.Length)
            throw new InvalidOperationException(
                $"backward returned {results.Length} gradients for {inputGradients.Length} inputs");
        // Second handles: the engine takes them over, and one tensor may stand for several inputs.
        for (var i = 0; i < results.Length; i++)
            inputGradients[i] = results[i]?.alias().DecoupleFromNativeHandle() ?? 0;
    }
}
