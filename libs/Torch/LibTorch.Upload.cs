using System.Runtime.InteropServices;

namespace WeakToStrong.Torch;

public static partial class LibTorch
{
    /// <summary>
    /// Numbers of this process on a device. A CUDA device is not waited for: its copy, out of memory that it can read
    /// by itself, is queued behind the work it has. <c>torch.tensor</c> would wait until all of that is done.
    /// </summary>
    /// <param name="values">Copied before this returns.</param>
    /// <returns>[values] int64.</returns>
    public static Tensor Upload(ReadOnlySpan<long> values, Device device) =>
        Upload(values, ScalarType.Int64, device);

    /// <summary>As above.</summary>
    /// <returns>[values] float64.</returns>
    public static Tensor Upload(ReadOnlySpan<double> values, Device device) =>
        Upload(values, ScalarType.Float64, device);

    /// <summary>As above.</summary>
    /// <returns>[values] bool.</returns>
    public static Tensor Upload(ReadOnlySpan<bool> values, Device device) =>
        Upload(values, ScalarType.Bool, device);

    private static Tensor Upload<T>(ReadOnlySpan<T> values, ScalarType type, Device device) where T : unmanaged
    {
        var here = device.type == DeviceType.CUDA ? Pinned(values.Length, type) : torch.empty([values.Length], type);
        MemoryMarshal.AsBytes(values).CopyTo(here.bytes);
        if (device.type == DeviceType.CPU)
            return here;
        using (here)
            return Call("aten::to", "device", here, device, type, /* non_blocking: */ true);
    }

    // libtorch gives such memory away again only after the copies out of it.
    private static Tensor Pinned(int length, ScalarType type) => Call(
        "aten::empty", "memory_format", new long[] { length }, type, Argument.None, torch.CPU, /* pin_memory: */ true);
}
