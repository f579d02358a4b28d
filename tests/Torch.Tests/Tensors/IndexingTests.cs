namespace WeakToStrong.Torch.Tests.Tensors;

public sealed class IndexingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _grid = arange(24).reshape(2, 3, 4);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Indexer_Single_SelectsAndDropsTheAxis()
    {
        Assert.Equal([3L, 4L], _grid[1].shape);
        TensorAssert.Equal([20L, 21L, 22L, 23L], _grid[1, 2]);
        Assert.Equal(23, _grid[-1, -1, -1].item<long>());
    }

    [Fact]
    public void Indexer_SlicesAndEllipsis_MatchPython()
    {
        TensorAssert.Equal([1L, 3L, 13L, 15L], _grid[.., 0, TensorIndex.Slice(1, null, 2)]);
        TensorAssert.Equal([3L, 7L, 11L, 15L, 19L, 23L], _grid[TensorIndex.Ellipsis, -1]);
        TensorAssert.Equal([10L, 11L], _grid[0, ^1.., ^2..]);
        Assert.Equal([2L, 1L, 3L, 4L], _grid[TensorIndex.Colon, TensorIndex.None].shape);
        Assert.Equal([2L, 3L, 4L, 1L], _grid[TensorIndex.Ellipsis, TensorIndex.None].shape);
    }

    [Fact]
    public void Indexer_Tensors_Gather()
    {
        var rows = tensor([0L, 1L]);
        TensorAssert.Equal([0L, 20L], _grid[rows, tensor([0L, 2L]), tensor([0L, 0L])]);
        Assert.Equal([2L, 2L, 4L], _grid[.., TensorIndex.Tensor(tensor([0L, 2L]))].shape);
        TensorAssert.Equal([20L, 21L, 22L, 23L], _grid[_grid.gt(19)]);
    }

    [Fact]
    public void Indexer_Set_WritesThroughViewsAndTensors()
    {
        _grid[0, 1] = zeros([4], ScalarType.Int64);
        _grid[.., TensorIndex.Tensor(tensor([0L])), 0] = full([2, 1], -1, ScalarType.Int64);
        TensorAssert.Equal([-1L, 1L, 2L, 3L, 0L, 0L, 0L, 0L], _grid[0, ..2].flatten());
        _grid.index_put_(9, TensorIndex.Ellipsis, 3);
        TensorAssert.Equal([9L, 9L, 9L], _grid[1, .., 3]);
        Assert.Equal(-1, _grid[1, 0, 0].item<long>());
    }

    [Fact]
    public void View_Slice_SharesMemory()
    {
        _grid[1].fill_(5);
        Assert.Equal(60, _grid[1].sum().item<long>());
        Assert.Equal(5, _grid.narrow(0, 1, 1).max().item<long>());
    }

    [Fact]
    public void GatherScatter_RoundTrip_RestoresElements()
    {
        var order = tensor(new long[,] { { 2, 0, 1 }, { 1, 2, 0 } });
        var source = arange(6).reshape(2, 3);
        var moved = source.gather(1, order);
        TensorAssert.Equal([2L, 0L, 1L, 4L, 5L, 3L], moved);
        TensorAssert.Equal([0L, 1L, 2L, 3L, 4L, 5L], zeros([2, 3], ScalarType.Int64).scatter_(1, order, moved));
    }

    [Fact]
    public void Accessor_Strided_ReadsInRowMajorOrder()
    {
        var turned = _grid[0].t();
        Assert.Equal([0L, 4L, 8L, 1L], turned.data<long>().ToArray()[..4]);
        Assert.Equal(9, turned.data<long>()[1, 2]);
        Assert.Equal([0L, 4L, 8L, 1L, 5L, 9L], turned.data<long>().Take(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => turned.data<long>()[4, 0]);
        Assert.Throws<ArgumentException>(() => turned.data<float>());
    }
}
