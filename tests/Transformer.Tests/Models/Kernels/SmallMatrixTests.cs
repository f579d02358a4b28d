using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Tests.Models.Kernels;

public sealed unsafe class SmallMatrixTests
{
    /// <summary>What lies before the block is never touched, so that there need be none.</summary>
    [Fact]
    public void MultiplyBlock_BeyondTwoToThe31Elements_ReadsWhereTheyLie()
    {
        const int step = 46_341;
        float* left = stackalloc float[SmallMatrix.Block], right = stackalloc float[16];
        var product = stackalloc float[64];
        for (var i = 0; i < SmallMatrix.Block; i++)
            left[i] = i + 1;
        new Span<float>(right, 16).Fill(2);

        SmallMatrix.MultiplyBlock(
            left - (long)step * step, 1, step, right, 0, product, 16, 16, from: step, to: step + 1, add: false);

        Assert.Equal([2, 4, 6, 8], new[] { product[0], product[16], product[32], product[48] });
    }
}
