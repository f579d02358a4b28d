using System.Runtime.InteropServices;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>
/// Working memory of one kernel call: zeroed, aligned to a vector, freed with the scope that made it.
/// </summary>
internal sealed unsafe class Scratch<T> : IDisposable where T : unmanaged
{
    private const nuint Alignment = 64;

    private readonly T* _memory;
    private readonly long _length;
    private long _used;

    public Scratch(long length)
    {
        _length = length;
        var bytes = checked((nuint)length * (nuint)sizeof(T));
        _memory = (T*)NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), Alignment);
        NativeMemory.Clear(_memory, bytes);
    }

    /// <summary>The next part of the memory.</summary>
    public T* Take(long length)
    {
        if (_used + length > _length)
            throw new InvalidOperationException("the kernel's working memory is too small");
        var part = _memory + _used;
        _used += length;
        return part;
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
