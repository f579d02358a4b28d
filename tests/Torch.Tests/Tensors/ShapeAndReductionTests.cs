namespace WeakToStrong.Torch.Tests.Tensors;

public sealed class ShapeAndReductionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _grid = arange(6).reshape(2, 3);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Sums_OverAxes_ReduceThem()
    {
        Assert.Equal(15, _grid.sum().item<long>());
        TensorAssert.Equal([3L, 12L], _grid.sum(1));
        Assert.Equal([1L, 3L], _grid.sum([0L], keepdim: true).shape);
        Assert.Equal(2.5, _grid.@double().mean().item<double>());
        TensorAssert.Equal([1f, 4f], _grid.mean([1L], type: ScalarType.Float32));
    }

    [Fact]
    public void Extremes_WithIndices_FindBoth()
    {
        var (values, indexes) = _grid.max(1);
        TensorAssert.Equal([2L, 5L], values);
        TensorAssert.Equal([2L, 2L], indexes);
        Assert.Equal(5, _grid.argmax().item<long>());
        var (best, places) = tensor([3f, 1f, 2f]).topk(2);
        TensorAssert.Equal([3f, 2f], best);
        TensorAssert.Equal([0L, 2L], places);
    }

    [Fact]
    public void Sort_Stable_KeepsEqualsInOrder()
    {
        var (values, indices) = tensor([2L, 1L, 2L, 1L]).sort(stable: true);
        TensorAssert.Equal([1L, 1L, 2L, 2L], values);
        TensorAssert.Equal([1L, 3L, 0L, 2L], indices);
    }

    [Fact]
    public void Lists_SplitChunkUnbind_CutAlongAnAxis()
    {
        Assert.Equal([1L, 2L], _grid.split([1L, 2L], 1).Select(part => part.size(1)));
        Assert.Equal(2, _grid.chunk(2).Length);
        TensorAssert.Equal([3L, 4L, 5L], _grid.unbind()[1]);
        TensorAssert.Equal([0L, 1L, 2L, 3L, 4L, 5L], cat(_grid.unbind()));
        Assert.Equal([2L, 2L, 3L], stack([_grid, _grid]).shape);
        Assert.Equal(2, where(_grid.gt(3)).Length);
    }

    [Fact]
    public void Unique_WithCounts_ReturnsOnlyWhatWasAsked()
    {
        var (output, inverse, counts) = tensor([3L, 1L, 3L]).unique(return_counts: true);
        TensorAssert.Equal([1L, 3L], output);
        TensorAssert.Equal([1L, 2L], counts!);
        Assert.Null(inverse);
    }

    [Fact]
    public void Size_OfAnAxis_CountsFromBothEnds()
    {
        Assert.Equal(3, _grid.size(-1));
        Assert.Equal(2, _grid.size(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _grid.size(2));
        Assert.Equal([3L, 1L], _grid.stride());
        Assert.False(_grid.t().is_contiguous());
    }

    [Fact]
    public void Bytes_ContiguousCpu_AreTheElements()
    {
        Assert.Equal(48, _grid.bytes.Length);
        Assert.Throws<InvalidOperationException>(() => _grid.t().bytes.Length);
    }

    [Fact]
    public void Conversion_ToOtherTypes_ConvertsElements()
    {
        Assert.Equal(ScalarType.BFloat16, _grid.to(ScalarType.BFloat16).dtype);
        TensorAssert.Equal([false, true, true, true, true, true], _grid.@bool());
        Assert.Equal(4.5f, tensor(4.5f).to(bfloat16).ToSingle());
        Assert.Equal(3, tensor([3f]).ToInt64());
        Assert.Equal("[2x3], type = Int64, device = cpu", _grid.ToString());
    }
}
