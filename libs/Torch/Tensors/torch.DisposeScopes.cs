namespace WeakToStrong.Torch;

public static partial class torch
{
    /// <summary>Opens a scope on this thread; dispose it on the same thread, and await nothing in between.</summary>
    public static DisposeScope NewDisposeScope() => new();

    /// <summary>The innermost open scope of this thread.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScope.Current;

    /// <summary>Runs <paramref name="expr"/> in a scope of its own and moves its result to the one around it.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(expr());
    }
}
