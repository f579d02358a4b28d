namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>A device computes while the program goes on.</summary>
internal static class DeviceClock
{
    /// <summary>As <see cref="Measurement.Of"/>, of work that is done when the device has done it.</summary>
    /// <param name="work">Returns its tokens.</param>
    public static Measurement Measure(Device device, Func<long> work) => Measurement.Of(() =>
    {
        var tokens = work();
        if (device.type == DeviceType.CUDA)
            LibTorch.Synchronize(device);
        return tokens;
    });
}
