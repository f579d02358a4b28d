namespace WeakToStrong.Torch.Tests;

public sealed class MemoryMeterTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void PeakBytes_TensorsOneAfterTheOther_IsTheLargest()
    {
        using var meter = LibTorch.MeasureMemory();
        torch.zeros([Megabyte]).Dispose();
        torch.zeros([2 * Megabyte]).Dispose();
        Assert.InRange(meter.PeakBytes, 8 * Megabyte, 9 * Megabyte);
        Assert.InRange(meter.LiveBytes, 0, Megabyte);
    }

    [Fact]
    public void PeakBytes_BackwardPass_CountsItsGradients()
    {
        using var scope = torch.NewDisposeScope();
        using var meter = LibTorch.MeasureMemory();
        var x = torch.zeros([Megabyte], dtype: ScalarType.Float32, requires_grad: true); // 4 MiB
        x.sin().sum().backward();
        // Its sine, and while the gradient is made the cosine.
        Assert.InRange(meter.PeakBytes, 12 * Megabyte, 17 * Megabyte);
        Assert.InRange(meter.LiveBytes, 8 * Megabyte, 13 * Megabyte);
    }

    [Fact]
    public void LiveBytes_TensorOfBefore_IsNotCounted()
    {
        var before = torch.zeros([Megabyte]);
        using var meter = LibTorch.MeasureMemory();
        before.Dispose();
        Assert.Equal(0, meter.PeakBytes);
    }
}
