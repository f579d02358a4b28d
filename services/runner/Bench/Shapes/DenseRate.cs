namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>How much arithmetic a device does at best, measured on the spot: one large matrix product.</summary>
internal static class DenseRate
{
    private const int Tries = 5;

    // A device has to be kept busy for longer than it takes to hand it work; a core is busy at once.
    private static (int Size, int Products) Work(Device device) =>
        device.type == DeviceType.CUDA ? (8192, 10) : (1024, 1);

    /// <returns>Floating-point operations a second, the best of several tries.</returns>
    public static double Measure(ScalarType type, Device device)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(seed: 1, device);
        var (size, products) = Work(device);
        var (left, right) = (Draw(), Draw());
        var product = torch.empty_like(left);
        Seconds();
        return 2.0 * size * size * size * products / Enumerable.Range(0, Tries).Min(_ => Seconds());

        // Zeros would take less power than real numbers, and so be faster.
        Tensor Draw() => torch.randn([size, size], type, device, requires_grad: false, generator);

        double Seconds() => DeviceClock.Measure(device, Multiply).Seconds;

        long Multiply()
        {
            for (var count = 0; count < products; count++)
                LibTorch.Call("aten::mm", "out", left, right, product).Dispose();
            return products;
        }
    }
}
