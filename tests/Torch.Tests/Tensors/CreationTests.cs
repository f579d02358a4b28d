namespace WeakToStrong.Torch.Tests.Tensors;

public sealed class CreationTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Factories_Defaults_AreFloat32OnCpu()
    {
        var made = zeros(2, 3);
        Assert.Equal(ScalarType.Float32, made.dtype);
        Assert.Equal([2L, 3L], made.shape);
        Assert.Equal(DeviceType.CPU, made.device_type);
        TensorAssert.Equal([1f, 1f], ones(2));
        TensorAssert.Equal([7L, 7L, 7L], full([3], 7, ScalarType.Int64));
    }

    [Fact]
    public void Arange_Integers_AreInt64_AndRealsFloat32()
    {
        TensorAssert.Equal([0L, 1L, 2L], arange(3));
        TensorAssert.Equal([1L, 3L], arange(1, 5, 2));
        TensorAssert.Equal([0f, 0.5f], arange(0, 1, 0.5));
    }

    [Fact]
    public void Tensor_FromArrays_CopiesElements()
    {
        float[] elements = [1, 2, 3, 4];
        var made = tensor(elements, [2L, 2L]);
        elements[0] = 9;
        TensorAssert.Equal([1f, 2f, 3f, 4f], made);
        TensorAssert.Equal([1d, 2d], tensor([1f, 2f], ScalarType.Float64));
        TensorAssert.Equal([1L, 2L, 3L, 4L], tensor(new long[,] { { 1, 2 }, { 3, 4 } }));
        TensorAssert.Equal([true, false], tensor([true, false]));
    }

    [Fact]
    public void Tensor_WrongShape_Throws() =>
        Assert.Throws<ArgumentException>(() => tensor([1f, 2f, 3f], [2L, 2L]));

    [Fact]
    public void Eye_NotSquare_HasOnesOnTheDiagonal() =>
        TensorAssert.Equal([1f, 0f, 0f, 0f, 1f, 0f], eye(2, 3));

    [Fact]
    public void Like_AnotherTensor_TakesItsShapeAndType()
    {
        var source = zeros([2, 1], ScalarType.Float64);
        TensorAssert.Equal([1d, 1d], source.ones_like());
        Assert.Equal(ScalarType.Int32, full_like(source, 3, ScalarType.Int32).dtype);
        Assert.Equal([4L], source.new_zeros([4]).shape);
    }

    [Fact]
    public void RequiresGrad_Asked_IsSet() => Assert.True(zeros([2], requires_grad: true).requires_grad);
}
