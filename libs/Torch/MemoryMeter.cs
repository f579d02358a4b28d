using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

/// <summary>
/// Counts the bytes of tensors that the thread allocates and frees from now on, its backward passes included, on the
/// CPU and on CUDA together. Dispose it on the same thread; of several the last one begun counts, and goes first.
/// Memory that libtorch does not allocate, such as mapped files and kernels' scratch, is not seen.
/// </summary>
public sealed class MemoryMeter : IDisposable
{
    private nint _measurement;

    internal MemoryMeter() =>
        Native.Check(NativeMethods.w2s_memory_meter_new(out _measurement), nameof(LibTorch.MeasureMemory));

    /// <summary>Bytes allocated since the beginning and not freed yet.</summary>
    public long LiveBytes => Read().Live;

    /// <summary>The most that <see cref="LiveBytes"/> has been.</summary>
    public long PeakBytes => Read().Peak;

    /// <summary>Stops counting.</summary>
    public void Dispose()
    {
        if (_measurement != 0)
            NativeMethods.w2s_memory_meter_free(_measurement);
        _measurement = 0;
    }

    private (long Live, long Peak) Read()
    {
        ObjectDisposedException.ThrowIf(_measurement == 0, this);
        NativeMethods.w2s_memory_meter_read(_measurement, out var live, out var peak);
        return (live, peak);
    }
}
