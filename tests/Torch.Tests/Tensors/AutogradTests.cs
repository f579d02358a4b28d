namespace WeakToStrong.Torch.Tests.Tensors;

public sealed class AutogradTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Backward_Scalar_AccumulatesIntoLeaves()
    {
        var x = tensor([1f, 2f], requires_grad: true);
        (x * x).sum().backward();
        (x * 3).sum().backward();
        TensorAssert.Equal([5f, 7f], x.grad!);
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Backward_GivenOutputGradients_WeighsThem()
    {
        var x = tensor([1f, 2f], requires_grad: true);
        (x * x).backward([tensor([10f, 100f])]);
        TensorAssert.Equal([20f, 400f], x.grad!);
    }

    [Fact]
    public void Grad_SeveralOutputs_SumsAndAccumulatesNowhere()
    {
        var x = tensor([2d], requires_grad: true);
        var y = tensor([5d], requires_grad: true);
        var gradients = autograd.grad([x * y, x * x], [x, y], [tensor([1d]), tensor([0.5d])]);
        Assert.Equal(5 + 2, gradients[0]!.item<double>());
        Assert.Equal(2, gradients[1]!.item<double>());
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_UnusedInput_IsNullWhenAllowed()
    {
        var x = tensor([1f], requires_grad: true);
        var unused = tensor([1f], requires_grad: true);
        Assert.Null(autograd.grad([(x * 2).sum()], [unused], allow_unused: true)[0]);
        Assert.Throws<TorchException>(() => autograd.grad([(x * 2).sum()], [unused]));
    }

    [Fact]
    public void Grad_CreateGraph_GivesSecondDerivatives()
    {
        var x = tensor([3d], requires_grad: true);
        var first = autograd.grad([x * x * x], [x], create_graph: true)[0]!;
        Assert.Equal(18, autograd.grad([first], [x])[0]!.item<double>());
    }

    [Fact]
    public void Grad_WrongNumberOfOutputGradients_Throws()
    {
        var x = tensor([1f], requires_grad: true);
        Assert.Throws<ArgumentException>(() => autograd.grad([x * 2], [x], [ones(1), ones(1)]));
    }

    [Fact]
    public void GradMode_NestedScopes_RestoreTheOuterOne()
    {
        Assert.True(is_grad_enabled());
        var x = ones([1], requires_grad: true);
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void Detach_InAGraph_CutsIt()
    {
        var x = ones([1], requires_grad: true);
        Assert.False((x * 2).detach().requires_grad);
        Assert.True(x.is_leaf);
        Assert.False((x * 2).is_leaf);
    }

    [Fact]
    public void RetainGrad_InnerTensor_KeepsItsGradient()
    {
        var x = ones([1], requires_grad: true);
        var inner = x * 2;
        inner.retain_grad();
        (inner * 5).sum().backward();
        Assert.Equal(5, inner.grad!.item<float>());
    }
}
