namespace WeakToStrong.Torch;

/// <summary>
/// One argument of a kernel, converted implicitly from what it stands for. A tensor is a pointer to its first element,
/// none a null pointer; integers fit parameters of 32 and of 64 bits.
/// </summary>
public readonly struct KernelArgument
{
    private KernelArgument(long bits) => Bits = bits;

    internal long Bits { get; }

    public static implicit operator KernelArgument(Tensor? tensor) =>
        new(tensor is null ? 0 : LibTorch.DataPointer(tensor));

    public static implicit operator KernelArgument(long integer) => new(integer);

    public static implicit operator KernelArgument(double real) => new(BitConverter.DoubleToInt64Bits(real));
}
