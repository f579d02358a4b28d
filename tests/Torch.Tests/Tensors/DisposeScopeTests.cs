namespace WeakToStrong.Torch.Tests.Tensors;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Scope_Disposed_ReturnsCountsToBaseline()
    {
        var before = LibTorch.LiveTensorCount;
        using (var scope = NewDisposeScope())
        {
            var x = ones([4, 4], requires_grad: true);
            for (var i = 0; i < 10; i++) x.matmul(x).softmax(-1).sum().backward();
            Assert.True(scope.DisposablesCount > 10);
            Assert.Equal(before + scope.DisposablesCount, LibTorch.LiveTensorCount);
        }
        Assert.Equal(before, LibTorch.LiveTensorCount);
    }

    [Fact]
    public void MoveToOuter_Tensor_OutlivesItsScope()
    {
        using var outer = NewDisposeScope();
        Tensor kept, lost;
        using (var inner = NewDisposeScope())
        {
            kept = inner.MoveToOuter(ones(2));
            lost = ones(2);
            Assert.Equal(1, inner.DisposablesCount);
        }
        Assert.False(kept.IsInvalid);
        Assert.True(lost.IsInvalid);
        Assert.True(outer.Contains(kept));
    }

    [Fact]
    public void MoveToOther_Tensor_ChangesOwner()
    {
        using var first = NewDisposeScope();
        using var second = NewDisposeScope();
        var made = ones(1);
        second.MoveToOther(first, made);
        Assert.Equal((1, 0), (first.DisposablesCount, second.DisposablesCount));
        made.MoveToOtherDisposeScope(second);
        Assert.Equal((0, 1), (first.DisposablesCount, second.DisposablesCount));
    }

    [Fact]
    public void MoveToOther_SeveralDisposables_MovesEach()
    {
        using var first = NewDisposeScope();
        using var second = NewDisposeScope();
        second.MoveToOther(first, ones(1), ones(2));
        Assert.Equal((2, 0), (first.DisposablesCount, second.DisposablesCount));
    }

    [Fact]
    public void Detach_Tensor_BelongsToTheHolder()
    {
        Tensor detached;
        using (var scope = NewDisposeScope()) detached = scope.Detach(ones(1));
        Assert.False(detached.IsInvalid);
        detached.Dispose();
        Assert.Throws<InvalidOperationException>(() => detached.Handle);
    }

    [Fact]
    public void Dispose_OneTensor_LeavesTheScopeSmaller()
    {
        using var scope = NewDisposeScope();
        Tensor[] made = [ones(1), ones(2), ones(3)];
        made[1].Dispose();
        made[1].Dispose();
        Assert.Equal(2, scope.DisposablesCount);
        scope.DisposeEverythingBut(made[0]);
        Assert.Equal([made[0]], scope.DisposablesView);
        Assert.True(made[2].IsInvalid);
    }

    [Fact]
    public void Include_OtherDisposable_IsDisposedWithTheScope()
    {
        var stream = new MemoryStream();
        using (var scope = NewDisposeScope()) scope.Include(stream);
        Assert.False(stream.CanRead);
    }

    [Fact]
    public void Scopes_ClosedOutOfTurn_KeepTheOthersOpen()
    {
        var outer = NewDisposeScope();
        using var inner = NewDisposeScope();
        outer.Dispose();
        var made = ones(1);
        Assert.Same(inner, CurrentDisposeScope);
        Assert.Null(inner.MoveToOuter(made).OwningDisposeScope);
        made.Dispose();
    }

    [Fact]
    public void WrappedScope_Expression_KeepsOnlyItsResult()
    {
        using var scope = NewDisposeScope();
        var result = WrappedTensorDisposeScope(() => (ones(2) + 1) * 2);
        TensorAssert.Equal([4f, 4f], result);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Tensor_OutsideAnyScope_IsFreedByTheCollector()
    {
        var before = LibTorch.LiveTensorCount;
        MakeGarbage();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(before, LibTorch.LiveTensorCount);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void MakeGarbage() => ones(8);
}
