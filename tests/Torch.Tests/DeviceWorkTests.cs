namespace WeakToStrong.Torch.Tests;

/// <summary>What devices can do beyond operators, where there is none: nothing, and it is said why.</summary>
public sealed class DeviceWorkTests
{
    [Fact]
    public void IsSupportedOn_TheCpu_IsFalse() => Assert.False(DeviceGraph.IsSupportedOn(torch.CPU));

    [WithoutCudaFact]
    public void Record_WithoutCuda_SaysWhatIsMissing()
    {
        Assert.False(DeviceGraph.IsSupportedOn(torch.CUDA));
        var problem = Assert.Throws<TorchException>(
            () => DeviceGraph.Record(torch.CUDA, () => throw new InvalidOperationException("it was begun")));
        Assert.Equal("Record: the shim was built without CUDA's headers: there are no graphs", problem.Message);
    }

    [WithoutCudaFact]
    public void Program_WithoutCuda_SaysWhatIsMissing()
    {
        Assert.False(DeviceProgram.IsSupported);
        var problem = Assert.Throws<TorchException>(() => new DeviceProgram("", device: 0));
        Assert.Equal(
            "DeviceProgram: the shim was built without CUDA's headers: there are no kernels", problem.Message);
    }
}
