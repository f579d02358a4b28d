using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static partial class LibTorch
{
    // Bounds what the operators hold at a time: 8 bytes an element, a few times over.
    private const long ChecksumPart = 1 << 24;

    /// <summary>
    /// An exact checksum of the bits: Σ bitsᵢ · (2i + 1) mod 2⁶⁴ over the elements in row-major order, bits
    /// zero-extended. It sees any one change (odd weights are invertible) and any swap of unequal neighbours, but not
    /// the shape or the element type. On a device it is computed there: eight bytes come over, not the tensor.
    /// </summary>
    public static ulong Checksum(Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        using var mode = torch.no_grad();
        var elements = tensor.detach().contiguous();
        if (!elements.is_cpu())
            return ChecksumByOperators(elements);
        Native.Check(NativeMethods.w2s_checksum(elements.Handle, out var checksum), nameof(Checksum));
        return checksum;
    }

    /// <summary>The same for any device: sums of 64-bit integers wrap around, so their order does not matter.</summary>
    internal static ulong ChecksumByOperators(Tensor tensor, long part = ChecksumPart)
    {
        using var scope = torch.NewDisposeScope();
        using var mode = torch.no_grad();
        var bits = ViewAs(tensor.detach().contiguous().view(-1), IntegerOf(tensor.dtype));
        var total = torch.zeros([], dtype: ScalarType.Int64, device: tensor.device);
        for (var start = 0L; start < bits.NumberOfElements; start += part)
            AddPart(total, bits.narrow(0, start, Math.Min(part, bits.NumberOfElements - start)), start);
        return unchecked((ulong)total.ToInt64());
    }

    private static void AddPart(Tensor total, Tensor bits, long start)
    {
        using var scope = torch.NewDisposeScope();
        var weights = torch.arange(
            2 * start + 1, 2 * (start + bits.NumberOfElements) + 1, 2, ScalarType.Int64, bits.device);
        total.add_(ZeroExtended(bits).mul_(weights).sum());
    }

    private static Tensor ZeroExtended(Tensor bits)
    {
        return bits.dtype switch
        {
            ScalarType.Int64 => bits.clone(),
            ScalarType.Byte => bits.to_type(ScalarType.Int64),
            ScalarType.Int16 => Lowest(ushort.MaxValue),
            _ => Lowest(uint.MaxValue),
        };

        Tensor Lowest(long mask) => Call("aten::bitwise_and", "Scalar", bits.to_type(ScalarType.Int64), mask);
    }

    private static ScalarType IntegerOf(ScalarType type) => ElementSize(type) switch
    {
        1 => ScalarType.Byte,
        2 => ScalarType.Int16,
        4 => ScalarType.Int32,
        _ => ScalarType.Int64,
    };
}
