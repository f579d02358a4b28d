using System.Buffers;
using System.Runtime.InteropServices;
using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static unsafe partial class LibTorch
{
    /// <summary>
    /// A CPU tensor over memory that is not copied: writes show on both sides. The memory stays pinned until the last
    /// tensor that views it is gone.
    /// </summary>
    /// <param name="memory">At least as many bytes as the shape needs: an array, a mapped file, native memory.</param>
    /// <param name="dtype">How the bytes are read.</param>
    /// <param name="shape">Row-major.</param>
    /// <param name="owner">Disposed once the last view is gone, for example the holder of a mapped file.</param>
    public static Tensor FromMemory(
        ReadOnlyMemory<byte> memory, ScalarType dtype, long[] shape, IDisposable? owner = null)
    {
        var needed = checked(ElementCount(shape) * ElementSize(dtype));
        if (memory.Length < needed)
            throw new ArgumentException(
                $"{memory.Length} bytes for {dtype}[{string.Join(", ", shape)}], which takes {needed}", nameof(memory));
        var pin = new Pin(memory.Pin(), owner);
        return View(pin.Handle.Pointer, dtype, shape, pin);
    }

    /// <summary>As above, over an array of elements.</summary>
    public static Tensor FromMemory<T>(T[] elements, ScalarType dtype, long[] shape) where T : unmanaged
    {
        var needed = checked(ElementCount(shape) * ElementSize(dtype));
        if (elements.LongLength * sizeof(T) < needed)
            throw new ArgumentException(
                $"{elements.LongLength} elements for {dtype}[{string.Join(", ", shape)}]", nameof(elements));
        var pin = new Pin(elements.AsMemory().Pin(), null);
        return View(pin.Handle.Pointer, dtype, shape, pin);
    }

    /// <summary>
    /// As above, over memory of 2 GiB and more. The caller vouches that it is that long and valid until
    /// <paramref name="owner"/> is disposed, which happens when the last view is gone.
    /// </summary>
    public static Tensor FromMemory(nint address, ScalarType dtype, long[] shape, IDisposable? owner) =>
        View((void*)address, dtype, shape, new Pin(default, owner));

    private static Tensor View(void* data, ScalarType dtype, long[] shape, Pin pin)
    {
        var context = GCHandle.Alloc(pin);
        var strides = RowMajorStrides(shape);
        fixed (long* sizePointer = shape, stridePointer = strides)
        {
            var status = NativeMethods.w2s_tensor_from_memory(data, sizePointer, stridePointer, shape.Length,
                (int)dtype, &Release, GCHandle.ToIntPtr(context), out var result);
            if (status == 0) return Tensor.UnsafeCreateTensor(result);
        }
        context.Free();
        pin.Dispose();
        throw Native.Failure(nameof(FromMemory), $"{dtype}[{string.Join(", ", shape)}]");
    }

    [UnmanagedCallersOnly]
    private static void Release(nint context)
    {
        var handle = GCHandle.FromIntPtr(context);
        ((Pin)handle.Target!).Dispose();
        handle.Free();
    }

    private static long ElementCount(long[] shape)
    {
        var count = 1L;
        foreach (var size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            count = checked(count * size);
        }
        return count;
    }

    private static int ElementSize(ScalarType dtype) => dtype switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "unknown element type"),
    };

    private static long[] RowMajorStrides(long[] shape)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Math.Max(shape[axis], 1);
        }
        return strides;
    }

    private sealed class Pin(MemoryHandle handle, IDisposable? owner) : IDisposable
    {
        private MemoryHandle _handle = handle;

        internal MemoryHandle Handle => _handle;

        public void Dispose()
        {
            _handle.Dispose();
            owner?.Dispose();
        }
    }
}
