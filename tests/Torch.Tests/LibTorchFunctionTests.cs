namespace WeakToStrong.Torch.Tests;

public sealed class LibTorchFunctionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Function_Product_EqualsLibTorchsOwnGradients()
    {
        var x = tensor([1d, 2d, 3d], requires_grad: true);
        var y = tensor([4d, 5d, 6d], requires_grad: true);
        var weight = tensor([1d, 10d, 100d]);
        var expected = autograd.grad([x * y + x], [x, y], [weight]);

        var output = Product(x, y);
        var actual = autograd.grad([output], [x, y], [weight]);

        TensorAssert.Equal([5d, 12d, 21d], output.detach());
        Assert.True(expected[0]!.Equals(actual[0]!));
        Assert.True(expected[1]!.Equals(actual[1]!));
    }

    [Fact]
    public void Function_InsideAGraph_PassesGradientsOn()
    {
        var x = tensor([2d], requires_grad: true);
        Product(x * 3, x).sum().backward();
        // f = 3x·x + 3x, so f' = 6x + 3.
        Assert.Equal(15, x.grad!.item<double>());
    }

    [Fact]
    public void Function_SeveralOutputs_GetNullWhereNoGradientArrives()
    {
        var x = tensor([2d], requires_grad: true);
        var seen = new List<bool>();
        var outputs = LibTorch.Function([x], _ => [x * 2, x * 3, tensor([1L])], (_, gradients) =>
        {
            seen.AddRange(gradients.Select(gradient => gradient is not null));
            return [gradients[0]! * 2];
        });
        outputs[0].sum().backward();
        Assert.Equal([true, false, false], seen);
        Assert.Equal(2, x.grad!.item<double>());
        Assert.False(outputs[2].requires_grad);
    }

    [Fact]
    public void Function_AfterBackward_ReleasesWhatItSaved()
    {
        var x = tensor([2d], requires_grad: true);
        var before = LibTorch.LiveTensorCount;
        using (NewDisposeScope())
        {
            var output = Product(x, x);
            var saved = LibTorch.LiveTensorCount;
            output.sum().backward();
            Assert.True(LibTorch.LiveTensorCount < saved + 1);
        }
        Assert.Equal(before, LibTorch.LiveTensorCount);
    }

    [Fact]
    public void Function_NeverDifferentiated_ReleasesWithItsOutputs()
    {
        var x = tensor([2d], requires_grad: true);
        var before = LibTorch.LiveTensorCount;
        using (NewDisposeScope())
        {
            _ = Product(x, x);
            using (no_grad()) _ = Product(x, x);
            _ = Product(tensor([1d]), tensor([1d]));
        }
        Assert.Equal(before, LibTorch.LiveTensorCount);
    }

    [Fact]
    public void Function_BackwardThrows_ArrivesAsInnerException()
    {
        var x = tensor([2d], requires_grad: true);
        var before = LibTorch.LiveTensorCount;
        using (NewDisposeScope())
        {
            var output = LibTorch.Function([x], _ => [x * 2], (_, _) => throw new InvalidDataException("why"))[0];
            var failure = Assert.Throws<TorchException>(() => output.sum().backward());
            Assert.Equal("why", Assert.IsType<InvalidDataException>(failure.InnerException).Message);
        }
        Assert.Equal(before, LibTorch.LiveTensorCount);
    }

    [Fact]
    public void Function_ForwardThrows_LeaksNothing()
    {
        var x = tensor([2d], requires_grad: true);
        var before = LibTorch.LiveTensorCount;
        Assert.Throws<InvalidDataException>(() => LibTorch.Function([x], context =>
        {
            context.SaveForBackward(x);
            throw new InvalidDataException();
        }, (_, _) => []));
        Assert.Equal(before, LibTorch.LiveTensorCount);
    }

    [Fact]
    public void Function_WrongNumberOfGradients_Throws()
    {
        var x = tensor([2d], requires_grad: true);
        var output = LibTorch.Function([x], _ => [x * 2], (_, _) => [])[0];
        var failure = Assert.Throws<TorchException>(() => output.sum().backward());
        Assert.Equal("backward returned 0 gradients for 1 inputs", failure.InnerException!.Message);
    }

    [Fact]
    public void Function_SecondBackward_ThrowsUnlessRetained()
    {
        var x = tensor([2d], requires_grad: true);
        var output = Product(x, x).sum();
        output.backward(retain_graph: true);
        output.backward();
        Assert.Throws<TorchException>(() => output.backward());
        Assert.Equal(10, x.grad!.item<double>());
    }

    [Fact]
    public void Function_CreateGraph_IsRefused()
    {
        var x = tensor([2d], requires_grad: true);
        var failure = Assert.Throws<TorchException>(() => autograd.grad([Product(x, x)], [x], create_graph: true));
        Assert.IsType<NotSupportedException>(failure.InnerException);
    }

    [Fact]
    public void Function_NeedsInputGrad_TellsWhichAreWanted()
    {
        var x = tensor([2d], requires_grad: true);
        IReadOnlyList<bool>? needed = null;
        LibTorch.Function([x, tensor([1d])], context =>
        {
            needed = context.NeedsInputGrad;
            return [x * 1];
        }, (_, _) => [null, null]);
        Assert.Equal([true, false], needed!);
    }

    // x·y + x
    private static Tensor Product(Tensor x, Tensor y) => LibTorch.Function([x, y], context =>
    {
        context.SaveForBackward(x, y);
        return [x * y + x];
    }, (context, gradients) =>
    {
        var gradient = gradients[0]!;
        return [gradient * (context.Saved[1] + 1), gradient * context.Saved[0]];
    })[0];
}
