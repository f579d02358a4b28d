namespace WeakToStrong.Torch;

/// <summary>
/// Owns the tensors made on this thread while it is the innermost scope, and disposes them with itself. Tensors form a
/// linked list through their own fields, so joining and leaving a scope allocates nothing.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope? s_current;

    private readonly HashSet<IDisposable> _others = new(ReferenceEqualityComparer.Instance);
    private torch.Tensor? _first;
    private int _tensorCount;
    private bool _disposed;

    internal DisposeScope()
    {
        OuterScope = s_current;
        s_current = this;
    }

    internal static DisposeScope? Current => s_current;

    internal DisposeScope? OuterScope { get; private set; }

    /// <summary>How many disposables the scope holds now.</summary>
    public int DisposablesCount => _tensorCount + _others.Count;

    /// <summary>What the scope holds now, as a copy.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => [.. Tensors(), .. _others];

    /// <summary>Adds something that is not a tensor made in the scope.</summary>
    public T Include<T>(T disposable) where T : IDisposable
    {
        Add(disposable);
        return disposable;
    }

    public bool Contains(IDisposable disposable) =>
        disposable is torch.Tensor tensor ? tensor.OwningDisposeScope == this : _others.Contains(disposable);

    /// <summary>Hands a disposable to the scope around this one; without one nobody owns it any more.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(OuterScope, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(OuterScope, disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        if (Remove(disposable)) scope?.Add(disposable);
        return disposable;
    }

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables)
    {
        foreach (var disposable in disposables) MoveToOther<IDisposable>(scope, disposable);
    }

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) MoveToOther<IDisposable>(scope, disposable);
    }

    /// <summary>Takes a disposable out of every scope: whoever holds it disposes it.</summary>
    public T Detach<T>(T disposable) where T : IDisposable => MoveToOther(null, disposable);

    public void Detach(params IDisposable[] disposables) => MoveToOther(null, disposables);

    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    /// <summary>Takes over a disposable from the scope that holds it, if any.</summary>
    public void Attach(IDisposable disposable)
    {
        if (disposable is torch.Tensor { OwningDisposeScope: { } owner }) owner.Remove(disposable);
        Add(disposable);
    }

    public void DisposeEverything()
    {
        while (_first is { } tensor) tensor.Dispose();
        var others = _others.ToArray();
        _others.Clear();
        foreach (var disposable in others) disposable.Dispose();
    }

    /// <summary>Disposes all but <paramref name="keep"/>, which stays in the scope.</summary>
    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var kept = inKeep.Where(Remove).ToArray();
        DisposeEverything();
        foreach (var disposable in kept) Add(disposable);
    }

    /// <summary>Disposes everything in the scope and closes it.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        DisposeEverything();
        Close();
    }

    internal void Add(torch.Tensor tensor)
    {
        tensor.NextInScope = _first;
        if (_first is not null) _first.PreviousInScope = tensor;
        _first = tensor;
        tensor.OwningDisposeScope = this;
        _tensorCount++;
    }

    internal void Remove(torch.Tensor tensor)
    {
        if (tensor.PreviousInScope is { } previous) previous.NextInScope = tensor.NextInScope;
        else _first = tensor.NextInScope;
        if (tensor.NextInScope is { } next) next.PreviousInScope = tensor.PreviousInScope;
        tensor.PreviousInScope = tensor.NextInScope = null;
        tensor.OwningDisposeScope = null;
        _tensorCount--;
    }

    private void Add(IDisposable disposable)
    {
        if (disposable is not torch.Tensor tensor) _others.Add(disposable);
        else if (!tensor.IsInvalid) Add(tensor);
    }

    private bool Remove(IDisposable disposable)
    {
        if (!Contains(disposable)) return false;
        if (disposable is torch.Tensor tensor) Remove(tensor);
        else _others.Remove(disposable);
        return true;
    }

    private IEnumerable<IDisposable> Tensors()
    {
        for (var tensor = _first; tensor is not null; tensor = tensor.NextInScope) yield return tensor;
    }

    // Scopes are usually closed innermost first; one closed out of turn leaves the chain of those that stay.
    private void Close()
    {
        if (s_current == this)
        {
            s_current = OuterScope;
            return;
        }
        for (var scope = s_current; scope is not null; scope = scope.OuterScope)
        {
            if (scope.OuterScope == this) scope.OuterScope = OuterScope;
        }
    }
}
