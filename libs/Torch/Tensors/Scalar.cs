using System.Globalization;

namespace WeakToStrong.Torch;

/// <summary>
/// One number of an operator's arguments. A value type, so that <c>tensor * 0.5</c> allocates nothing but its result.
/// </summary>
public readonly struct Scalar : IDisposable
{
    private readonly long _bits;

    internal Scalar(long value) => (_bits, Type) = (value, ScalarType.Int64);

    internal Scalar(double value) => (_bits, Type) = (BitConverter.DoubleToInt64Bits(value), ScalarType.Float64);

    internal Scalar(bool value) => (_bits, Type) = (value ? 1 : 0, ScalarType.Bool);

    /// <summary>Int64, Float64 or Bool.</summary>
    public ScalarType Type { get; }

    public static implicit operator Scalar(byte value) => new((long)value);

    public static implicit operator Scalar(sbyte value) => new((long)value);

    public static implicit operator Scalar(short value) => new((long)value);

    public static implicit operator Scalar(int value) => new((long)value);

    public static implicit operator Scalar(long value) => new(value);

    public static implicit operator Scalar(float value) => new((double)value);

    public static implicit operator Scalar(double value) => new(value);

    public static implicit operator Scalar(bool value) => new(value);

    public float ToSingle() => (float)ToDouble();

    public double ToDouble() => Type == ScalarType.Float64 ? BitConverter.Int64BitsToDouble(_bits) : _bits;

    public int ToInt32() => checked((int)ToInt64());

    public long ToInt64() => Type == ScalarType.Float64 ? checked((long)ToDouble()) : _bits;

    public bool ToBoolean() => Type == ScalarType.Float64 ? ToDouble() != 0 : _bits != 0;

    public override string ToString() => Type switch
    {
        ScalarType.Float64 => ToDouble().ToString(CultureInfo.InvariantCulture),
        ScalarType.Bool => ToBoolean() ? "True" : "False",
        _ => _bits.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Does nothing; TorchSharp's scalars hold native memory.</summary>
    public void Dispose()
    {
    }
}
