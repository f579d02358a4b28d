using System.Runtime.InteropServices;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Tests.Models.Kernels;

public sealed unsafe class SmallMatrixTests
{
    /// <summary>The memory up to there is never touched, so that it is only an address.</summary>
    [Fact]
    public void MultiplyBlock_BeyondTwoToThe31Elements_ReadsWhereTheyLie()
    {
        const int step = 46_341;
        var memory = (float*)NativeMemory.Alloc((nuint)step * step + SmallMatrix.Block, sizeof(float));
        try
        {
            float* left = memory + (long)step * step, right = stackalloc float[16], product = stackalloc float[64];
            for (var i = 0; i < SmallMatrix.Block; i++)
                left[i] = i + 1;
            new Span<float>(right, 16).Fill(2);

            SmallMatrix.MultiplyBlock(memory, 1, step, right, 0, product, 16, 16, from: step, to: step + 1, add: false);

            Assert.Equal([2, 4, 6, 8], new[] { product[0], product[16], product[32], product[48] });
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }
}
