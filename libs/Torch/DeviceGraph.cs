using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

/// <summary>
/// Work that a CUDA device was told of once, operator by operator, and is told to do again as a whole: where operators
/// are small, telling the device of each takes longer than each.
/// </summary>
public sealed class DeviceGraph : IDisposable
{
    private readonly nint _handle;

    private DeviceGraph(nint handle, Tensor output) => (_handle, Output) = (handle, output);

    /// <summary>Whether work on a device can be recorded: on CUDA, by a shim that was built with its headers.</summary>
    public static bool IsSupportedOn(Device device) =>
        device.type == DeviceType.CUDA && NativeMethods.w2s_graph_is_supported() != 0;

    /// <summary>What the work made, as of its last run. Owned by the graph; every run writes its memory.</summary>
    public Tensor Output { get; }

    /// <summary>
    /// Does work once, so that everything it needs is loaded, and once more to record it. It may not wait for the
    /// device, nor bring anything there, and tensors that it reads have to stay where they are.
    /// </summary>
    /// <param name="work">Returns what it made.</param>
    /// <param name="other">
    /// A graph with which it shares the memory of what comes in between, if the two are never at work at once.
    /// </param>
    /// <exception cref="TorchException">The work cannot be recorded.</exception>
    public static DeviceGraph Record(Device device, Func<Tensor> work, DeviceGraph? other = null)
    {
        Native.Check(
            NativeMethods.w2s_graph_new(Math.Max(device.index, 0), other?._handle ?? 0, out var handle),
            nameof(Record));
        try
        {
            return new DeviceGraph(handle, RecordApart(handle, work));
        }
        catch
        {
            NativeMethods.w2s_graph_free(handle);
            throw;
        }
    }

    /// <summary>Has the device do the work again, after what it was told before.</summary>
    /// <returns><see cref="Output"/>.</returns>
    public Tensor Replay()
    {
        Native.Check(NativeMethods.w2s_graph_replay(_handle), nameof(Replay));
        return Output;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Output.IsInvalid)
            return;
        Output.Dispose();
        NativeMethods.w2s_graph_free(_handle);
    }

    private static Tensor RecordApart(nint handle, Func<Tensor> work)
    {
        using var scope = torch.NewDisposeScope();
        Native.Check(NativeMethods.w2s_graph_enter(handle), nameof(Record));
        Tensor output;
        try
        {
            work();
            Native.Check(NativeMethods.w2s_graph_begin(handle), nameof(Record));
            output = work();
            Native.Check(NativeMethods.w2s_graph_end(handle), nameof(Record));
        }
        catch
        {
            // What went wrong first is what counts.
            _ = NativeMethods.w2s_graph_leave(handle);
            throw;
        }
        Native.Check(NativeMethods.w2s_graph_leave(handle), nameof(Record));
        return scope.Detach(output);
    }
}
