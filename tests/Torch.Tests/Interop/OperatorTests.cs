namespace WeakToStrong.Torch.Tests.Interop;

public sealed class OperatorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Error_WrongShapes_NamesOperatorArgumentsAndReason()
    {
        var problem = Assert.Throws<TorchException>(() => ones(2, 3).mm(ones([2, 3], ScalarType.Float32)));
        Assert.Equal(
            "aten::mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3) [Float32[2, 3], Float32[2, 3]]",
            problem.Message);
    }

    [Fact]
    public void Error_ListsAndNumbers_AreShownToo()
    {
        var problem = Assert.Throws<TorchException>(() => ones(6).view(4, -1));
        Assert.Contains("[Float32[6], [4, -1]]", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public void Error_LeaksNothing()
    {
        var a = ones(2, 3);
        var before = LibTorch.LiveTensorCount;
        for (var i = 0; i < 10; i++) Assert.Throws<TorchException>(() => a.mm(a));
        Assert.Equal(before, LibTorch.LiveTensorCount);
    }

    [Fact]
    public void Call_AnyOperator_ConvertsItsArguments()
    {
        var grid = arange(6).reshape(2, 3).@double();
        TensorAssert.Equal([3d, 4d, 5d, 0d, 1d, 2d],
            LibTorch.Call("aten::roll", "", grid, new long[] { 1 }, new long[] { 0 }));
        TensorAssert.Equal([0d, 2d], LibTorch.Call("aten::index", "Tensor", grid[0],
            Argument.OptionalTensors([tensor([0L, 2L])])));
        TensorAssert.Close([0, 0.5, 1], LibTorch.Call("aten::linspace", "", 0, 1, 3, ScalarType.Float64), 1e-15);
        Assert.Equal(3, LibTorch.CallAll("aten::unbind", "int", grid, 1).Length);
        Assert.Equal(5, LibTorch.CallScalar("aten::_local_scalar_dense", "", grid[1, 2]).ToDouble());
        TensorAssert.Equal([0d, 2d], LibTorch.Call("aten::einsum", "", "ij->i", new[] { grid[.., ..1] }) * 2 / 3);
    }

    [Fact]
    public void Call_BoolListAndDoubleList_ReachTheOperator()
    {
        var scaled = LibTorch.Call("aten::upsample_nearest1d", "vec", arange(2).@float().reshape(1, 1, 2),
            Argument.None, new double[] { 2 });
        TensorAssert.Equal([0f, 0f, 1f, 1f], scaled);
        var (input, weight) = (ones(1, 2), ones(2));
        var gradients = LibTorch.CallAll("aten::native_layer_norm_backward", "", ones(1, 2), input, new long[] { 2 },
            ones(1, 1), ones(1, 1), weight, weight, new[] { false, false, true });
        TensorAssert.Equal([1f, 1f], Assert.Single(gradients));
    }

    [Fact]
    public void Call_TooManyOrUnknownArguments_SayTheSchema()
    {
        var surplus = Assert.Throws<TorchException>(() => LibTorch.Call("aten::abs", "", ones(1), 1));
        Assert.Contains("takes 1 arguments, got 2: aten::abs(Tensor self)", surplus.Message,
            StringComparison.Ordinal);
        var missing = Assert.Throws<TorchException>(() => LibTorch.Call("aten::mm", "", ones(1)));
        Assert.Contains("needs argument 'mat2'", missing.Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => LibTorch.Call("aten::no_such_operator", ""));
    }

    [Fact]
    public void Call_DisposedTensor_Throws()
    {
        var gone = ones(1);
        gone.Dispose();
        Assert.Throws<InvalidOperationException>(() => gone.abs());
    }
}
