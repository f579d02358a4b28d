using System.Collections;
using System.Runtime.InteropServices;

namespace WeakToStrong.Torch.Utils;

/// <summary>Reads and writes the elements of a CPU tensor; row-major, whatever its strides.</summary>
public sealed class TensorAccessor<T> : IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly long[] _shape;
    private readonly long[] _strides;

    internal TensorAccessor(torch.Tensor tensor)
    {
        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        Count = tensor.NumberOfElements;
    }

    public long Count { get; }

    /// <summary>By one index per axis, or by the row-major position.</summary>
    public unsafe T this[params long[] indices]
    {
        get => Start()[Offset(indices)];
        set => Start()[Offset(indices)] = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        if (tensorIndex == 0 && _tensor.is_contiguous())
            MemoryMarshal.Cast<byte, T>(_tensor.bytes).CopyTo(array.AsSpan(arrayIndex));
        else
            for (var i = tensorIndex; i < Count; i++) array[arrayIndex + i - tensorIndex] = this[i];
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0L; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private unsafe T* Start()
    {
        Interop.Native.Check(Interop.NativeMethods.w2s_tensor_data(_tensor.Handle, out var data), "data");
        return (T*)data;
    }

    private long Offset(long[] indices) =>
        indices.Length == _shape.Length ? OffsetOfIndices(indices)
        : indices.Length == 1 ? OffsetOfPosition(indices[0])
        : throw new ArgumentException($"{indices.Length} indices for a tensor of {_shape.Length} dimensions");

    private long OffsetOfIndices(long[] indices)
    {
        var offset = 0L;
        for (var axis = 0; axis < _shape.Length; axis++)
        {
            if ((ulong)indices[axis] >= (ulong)_shape[axis]) throw OutOfRange(indices[axis]);
            offset += indices[axis] * _strides[axis];
        }
        return offset;
    }

    private long OffsetOfPosition(long position)
    {
        if ((ulong)position >= (ulong)Count) throw OutOfRange(position);
        var offset = 0L;
        for (var axis = _shape.Length - 1; axis >= 0; axis--)
        {
            offset += position % _shape[axis] * _strides[axis];
            position /= _shape[axis];
        }
        return offset;
    }

    private ArgumentOutOfRangeException OutOfRange(long index) =>
        new(nameof(index), index, $"outside a tensor of shape [{string.Join(", ", _shape)}]");
}
