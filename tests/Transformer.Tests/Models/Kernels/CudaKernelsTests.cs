using WeakToStrong.Transformer.Models.Kernels.Cuda;

namespace WeakToStrong.Transformer.Tests.Models.Kernels;

/// <summary>What of the kernels of CUDA devices there is without one.</summary>
public sealed class CudaKernelsTests
{
    [Theory]
    [InlineData(ScalarType.BFloat16, 64, 0, 8)]
    [InlineData(ScalarType.BFloat16, 12, 0, 4)]
    [InlineData(ScalarType.BFloat16, 33, 0, 1)]
    [InlineData(ScalarType.BFloat16, 64, 2, 2)]
    [InlineData(ScalarType.Float32, 64, 0, 4)]
    [InlineData(ScalarType.Float64, 64, 1, 1)]
    public void AccessWidth_OfAnExtentAndAPlace_DividesBoth(ScalarType type, long extent, long offset, int expected)
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.zeros([128], dtype: type).narrow(0, offset, 64);
        Assert.Equal(expected, CudaKernels.AccessWidth(extent, tensor));
    }

    [Fact]
    public void Serves_OfATensorOnTheCpu_IsFalse()
    {
        using var scope = torch.NewDisposeScope();
        Assert.False(CudaKernels.Serves(torch.zeros([2, 2])));
    }

    [Theory]
    [InlineData("Elements")]
    [InlineData("RmsNorm")]
    [InlineData("SwiGlu")]
    [InlineData("Rotary")]
    [InlineData("LogSoftmax")]
    [InlineData("Decoding")]
    public void Sources_OfTheKernels_AreInTheAssembly(string name) => Assert.NotNull(
        typeof(CudaKernels).Assembly.GetManifestResourceInfo($"{typeof(CudaKernels).Namespace}.{name}.cu"));
}
