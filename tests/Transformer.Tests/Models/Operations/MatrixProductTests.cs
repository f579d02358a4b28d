using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Tests.Models.Operations;

/// <summary>Products row by row.</summary>
public sealed class MatrixProductTests
{
    public static TheoryData<int, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int>();
            foreach (var rows in new[] { 1, 3, 4, 9 })
                foreach (var columns in new[] { 1, 2, 4, 7, 13 })
                    foreach (var depth in new[] { 1, 8, 15, 16, 80, 216 })
                        shapes.Add(rows, columns, depth);
            // More than one part of the rows, and enough work for threads.
            shapes.Add(70, 96, 4100);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Of_AnyShape_IsTheProduct(int rows, int columns, int depth)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var rowByRow = MatrixProduct.RowByRow();
        var (x, weight) = (Values(rows, depth, 1), Values(columns, depth, 2));
        var expected = x.mm(weight.t());
        Assert.True(MatrixProduct.IsRowByRow(x, weight));
        Assert.True(Golden.Difference(MatrixProduct.Of(x, weight), expected) < 1e-11);
        var single = MatrixProduct.Of(x.to_type(ScalarType.Float32), weight.to_type(ScalarType.Float32));
        Assert.True(Golden.Difference(single.to_type(ScalarType.Float64), expected) < 1e-4);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Of_RowsAndColumnsByThemselves_HaveTheSameBits(int rows, int columns, int depth)
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using var scope = torch.NewDisposeScope();
            using var frozen = torch.no_grad();
            using var rowByRow = MatrixProduct.RowByRow();
            var (x, weight) = (Values(rows, depth, 1).to_type(type), Values(columns, depth, 2).to_type(type));
            var all = MatrixProduct.Of(x, weight);
            for (var row = 0; row < rows; row++)
                AssertSame(MatrixProduct.Of(x.narrow(0, row, 1), weight), all.narrow(0, row, 1));
            for (var column = 0; column < columns; column++)
                AssertSame(MatrixProduct.Of(x, weight.narrow(0, column, 1)), all.narrow(1, column, 1));
        }
    }

    [Fact]
    public void Of_AnyNumberOfThreads_HasTheSameBits()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var rowByRow = MatrixProduct.RowByRow();
        var (x, weight) = (Values(70, 4100, 1), Values(96, 4100, 2));
        var before = LibTorch.ThreadCount;
        try
        {
            LibTorch.ThreadCount = 1;
            var one = MatrixProduct.Of(x, weight);
            LibTorch.ThreadCount = 3;
            AssertSame(MatrixProduct.Of(x, weight), one);
        }
        finally
        {
            LibTorch.ThreadCount = before;
        }
    }

    [Fact]
    public void AddTo_ColumnsOfAMatrix_AddsToThoseAlone()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var rowByRow = MatrixProduct.RowByRow();
        var (x, weight, y) = (Values(5, 20, 1), Values(6, 20, 2), Values(5, 11, 3));
        var expected = y.clone();
        expected.narrow(1, 2, 6).add_(x.mm(weight.t()));
        MatrixProduct.AddTo(y.narrow(1, 2, 6), x, weight);
        Assert.True(Golden.Difference(y, expected) < 1e-13);
    }

    private static void AssertSame(Tensor left, Tensor right) => Assert.Equal(0, Golden.Difference(left, right));

    private static Tensor Values(long rows, long columns, double seed) =>
        torch.arange(rows * columns, dtype: ScalarType.Float64).mul(0.7 + seed).add(seed).sin().view(rows, columns);
}
