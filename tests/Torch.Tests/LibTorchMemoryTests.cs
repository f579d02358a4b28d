using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WeakToStrong.Torch.Tests;

public sealed class LibTorchMemoryTests
{
    [Fact]
    public void FromMemory_Array_SharesElementsBothWays()
    {
        float[] elements = [1, 2, 3, 4];
        using var view = LibTorch.FromMemory(elements, ScalarType.Float32, [2, 2]);
        elements[3] = 40;
        Assert.Equal(40, view.data<float>()[1, 1]);
        view.mul_(2);
        Assert.Equal([2f, 4f, 6f, 80f], elements);
    }

    [Fact]
    public void FromMemory_LastViewGone_DisposesTheOwner()
    {
        var owner = new MemoryStream();
        var view = LibTorch.FromMemory(new byte[16], ScalarType.Int32, [4], owner);
        var part = view[1];
        view.Dispose();
        Assert.True(owner.CanRead);
        part.Dispose();
        Assert.False(owner.CanRead);
    }

    [Fact]
    public void FromMemory_Address_ReadsNativeMemory()
    {
        var memory = new NativeBlock(16);
        using (var view = LibTorch.FromMemory(memory.Address, ScalarType.Int64, [2], memory))
        {
            view.fill_(3);
            Assert.Equal(3, Marshal.ReadInt64(memory.Address, 8));
        }
        Assert.True(memory.IsFreed);
    }

    [Fact]
    public void FromMemory_TooShort_Throws()
    {
        Assert.Throws<ArgumentException>(() => LibTorch.FromMemory(new byte[15], ScalarType.Float32, [4]));
        Assert.Throws<ArgumentException>(() => LibTorch.FromMemory(new float[3], ScalarType.Float32, [4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LibTorch.FromMemory(new byte[8], ScalarType.Byte, [-1]));
    }

    [Fact]
    public void DataPointer_OfAView_IsTheMemoryItself()
    {
        var memory = new NativeBlock(8);
        using var view = LibTorch.FromMemory(memory.Address, ScalarType.Byte, [8], memory);
        Assert.Equal(memory.Address, LibTorch.DataPointer(view));
    }

    [Theory]
    [InlineData(ScalarType.Byte, 1)]
    [InlineData(ScalarType.BFloat16, 2)]
    [InlineData(ScalarType.Float32, 4)]
    [InlineData(ScalarType.Float64, 8)]
    public void Checksum_RandomBits_EqualsReference(ScalarType dtype, int width)
    {
        // More than one block of the native loop, and not a whole number of vectors.
        const int count = 70_001;
        var bits = new byte[count * width];
        var random = new WeakToStrong.Torch.Random.SeededRandom(1, "checksum");
        for (var i = 0; i < bits.Length; i++) bits[i] = (byte)random.NextUInt64();
        using var view = LibTorch.FromMemory(bits, dtype, [count]);
        Assert.Equal(Reference(bits, width), LibTorch.Checksum(view));
        Assert.Equal(Reference(bits, width), LibTorch.ChecksumByOperators(view));
        Assert.Equal(Reference(bits, width), LibTorch.ChecksumByOperators(view, part: 9_999));
    }

    [Fact]
    public void Checksum_OneBitOrOrder_Shows()
    {
        using var scope = NewDisposeScope();
        var a = tensor([1f, 2f, 3f]);
        Assert.NotEqual(LibTorch.Checksum(a), LibTorch.Checksum(tensor([1f, 3f, 2f])));
        Assert.NotEqual(LibTorch.Checksum(a), LibTorch.Checksum(tensor([1f, 2f, MathF.BitIncrement(3f)])));
        Assert.NotEqual(LibTorch.Checksum(tensor([0f])), LibTorch.Checksum(tensor([-0f])));
        Assert.Equal(LibTorch.Checksum(a), LibTorch.Checksum(stack([a, a], 1)[.., 0].requires_grad_()));
    }

    private static ulong Reference(byte[] bits, int width)
    {
        var padded = new byte[8];
        var sum = 0UL;
        for (var i = 0; i < bits.Length / width; i++)
        {
            bits.AsSpan(i * width, width).CopyTo(padded);
            unchecked
            {
                sum += BinaryPrimitives.ReadUInt64LittleEndian(padded) * (2UL * (ulong)i + 1);
            }
        }
        return sum;
    }

    private sealed class NativeBlock(int size) : IDisposable
    {
        internal nint Address { get; } = Marshal.AllocHGlobal(size);

        internal bool IsFreed { get; private set; }

        public void Dispose()
        {
            Marshal.FreeHGlobal(Address);
            IsFreed = true;
        }
    }
}
