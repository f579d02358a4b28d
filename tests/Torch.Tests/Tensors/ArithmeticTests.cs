namespace WeakToStrong.Torch.Tests.Tensors;

public sealed class ArithmeticTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Operators_TensorsAndScalars_ComputeElementwise()
    {
        var a = tensor([1f, 2f]);
        var b = tensor([4f, 8f]);
        TensorAssert.Equal([5f, 10f], a + b);
        TensorAssert.Equal([-3f, -6f], a - b);
        TensorAssert.Equal([4f, 16f], a * b);
        TensorAssert.Equal([0.25f, 0.25f], a / b);
        TensorAssert.Equal([3f, 4f], a + 2);
        TensorAssert.Equal([9f, 8f], 10 - a);
        TensorAssert.Equal([2f, 1f], 2 / a);
        TensorAssert.Equal([0.5f, 1f], 0.5 * a);
        TensorAssert.Equal([-1f, -2f], -a);
        TensorAssert.Equal([0L, 1L], tensor([4L, 5L]) % 2);
    }

    [Fact]
    public void InPlace_Operators_ReturnTheSameTensor()
    {
        var a = tensor([1f, 2f]);
        Assert.Same(a, a.add_(1).mul_(2).clamp_(max: 5));
        TensorAssert.Equal([4f, 5f], a);
    }

    [Fact]
    public void Div_Rounded_RoundsAsNamed()
    {
        var a = tensor([-7L, 7L]);
        TensorAssert.Equal([-4L, 3L], a.div(2, RoundingMode.floor));
        TensorAssert.Equal([-3L, 3L], a.div(2, RoundingMode.trunc));
    }

    [Fact]
    public void Float64_Arithmetic_KeepsItsPrecision()
    {
        var third = tensor([1d]) / 3;
        Assert.Equal(1d / 3, third.item<double>());
        Assert.Equal(1d / 3 + 1e-16, (third + 1e-16).item<double>());
    }

    [Fact]
    public void Comparisons_AndLogic_GiveBooleans()
    {
        var a = tensor([1L, 2L, 3L]);
        TensorAssert.Equal([false, true, true], a.ge(2));
        TensorAssert.Equal([false, true, false], a.gt(1) & a.lt(3));
        TensorAssert.Equal([true, false, true], ~a.eq(2));
        Assert.True(a.Equals(tensor([1L, 2L, 3L])));
        Assert.False(a.Equals(tensor([1L, 2L, 4L])));
        Assert.True(tensor([1f]).allclose(tensor([1.000001f])));
        TensorAssert.Equal([1L, 2L], searchsorted(a, tensor([2L, 3L])));
    }

    [Fact]
    public void Adamw_StepInPlace_FollowsTheFormula()
    {
        var weight = tensor([1d, -2d]);
        var gradient = tensor([0.5d, 0.25d]);
        var mean = zeros([2], ScalarType.Float64).mul_(0.9).add_(gradient, 0.1);
        var square = zeros([2], ScalarType.Float64).mul_(0.99).addcmul_(gradient, gradient, 0.01);
        weight.mul_(1 - 0.1 * 0.01).addcdiv_(mean, square.sqrt().add_(1e-8), -0.1);
        // mean / sqrt(square) is 0.1 g / (0.1 g) = 1 for both elements.
        TensorAssert.Close([0.999 - 0.1, -1.998 - 0.1], weight, 1e-6);
    }
}
