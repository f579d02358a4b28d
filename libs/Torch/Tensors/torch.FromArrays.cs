using System.Runtime.InteropServices;

namespace WeakToStrong.Torch;

public static partial class torch
{
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        full([], scalar, ScalarType.Float32, device, requires_grad);

    public static Tensor tensor(double scalar, Device? device = null, bool requires_grad = false) =>
        full([], scalar, ScalarType.Float64, device, requires_grad);

    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) =>
        full([], scalar, ScalarType.Int32, device, requires_grad);

    public static Tensor tensor(long scalar, Device? device = null, bool requires_grad = false) =>
        full([], scalar, ScalarType.Int64, device, requires_grad);

    public static Tensor tensor(bool scalar, Device? device = null, bool requires_grad = false) =>
        full([], scalar, ScalarType.Bool, device, requires_grad);

    public static Tensor tensor(
        float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], ScalarType.Float32, dtype, device, requires_grad);

    public static Tensor tensor(
        float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        FromArray(rawArray, dimensions, ScalarType.Float32, dtype, device, requires_grad);

    public static Tensor tensor(
        float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray<float>(Flat<float>(rawArray), [rawArray.GetLength(0), rawArray.GetLength(1)], ScalarType.Float32,
            dtype, device, requires_grad);

    public static Tensor tensor(
        double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], ScalarType.Float64, dtype, device, requires_grad);

    public static Tensor tensor(
        double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        FromArray(rawArray, dimensions, ScalarType.Float64, dtype, device, requires_grad);

    public static Tensor tensor(
        double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray<double>(Flat<double>(rawArray), [rawArray.GetLength(0), rawArray.GetLength(1)], ScalarType.Float64,
            dtype, device, requires_grad);

    public static Tensor tensor(
        int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], ScalarType.Int32, dtype, device, requires_grad);

    public static Tensor tensor(
        int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        FromArray(rawArray, dimensions, ScalarType.Int32, dtype, device, requires_grad);

    public static Tensor tensor(
        long[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], ScalarType.Int64, dtype, device, requires_grad);

    public static Tensor tensor(
        long[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        FromArray(rawArray, dimensions, ScalarType.Int64, dtype, device, requires_grad);

    public static Tensor tensor(
        long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray<long>(Flat<long>(rawArray), [rawArray.GetLength(0), rawArray.GetLength(1)], ScalarType.Int64,
            dtype, device, requires_grad);

    public static Tensor tensor(
        bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], ScalarType.Bool, dtype, device, requires_grad);

    public static Tensor tensor(
        bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        FromArray(rawArray, dimensions, ScalarType.Bool, dtype, device, requires_grad);

    public static Tensor tensor(
        byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], ScalarType.Byte, dtype, device, requires_grad);

    // The elements are copied; LibTorch.FromMemory makes views.
    private static Tensor FromArray<T>(
        ReadOnlySpan<T> elements, ReadOnlySpan<long> dimensions, ScalarType type, ScalarType? dtype, Device? device,
        bool requires_grad) where T : unmanaged
    {
        var tensor = empty(dimensions.ToArray(), type);
        if (tensor.NumberOfElements != elements.Length)
        {
            tensor.Dispose();
            throw new ArgumentException(
                $"{elements.Length} elements do not fill the shape [{string.Join(", ", dimensions.ToArray())}]");
        }
        MemoryMarshal.AsBytes(elements).CopyTo(tensor.bytes);
        if ((dtype ?? type) == type && device is null or { type: DeviceType.CPU })
            return tensor.requires_grad_(requires_grad);
        using (tensor) return tensor.to(dtype ?? type, device ?? CPU).requires_grad_(requires_grad);
    }

    private static Span<T> Flat<T>(Array array) where T : unmanaged =>
        MemoryMarshal.CreateSpan(
            ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)),
            array.Length);
}
