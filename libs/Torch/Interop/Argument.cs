using System.Globalization;
using System.Text;
using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

/// <summary>
/// One argument of an operator, converted implicitly from what it stands for. Lists are copied during the call, so an
/// array may be changed afterwards; nothing is allocated.
/// </summary>
public readonly unsafe partial struct Argument
{
    private readonly object? _reference;
    private readonly long _bits;
    private readonly Tag _tag;

    private Argument(Tag tag, long bits, object? reference = null)
    {
        _tag = reference is null && IsReference(tag) ? Tag.None : tag;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>No value: the absent case of an optional argument.</summary>
    public static Argument None => default;

    public static implicit operator Argument(Tensor? tensor) => new(Tag.Tensor, 0, tensor);

    public static implicit operator Argument(Tensor[]? tensors) => new(Tag.TensorList, 0, tensors);

    public static implicit operator Argument(long integer) => new(Tag.Int, integer);

    public static implicit operator Argument(long? integer) => integer is { } value ? value : None;

    public static implicit operator Argument(double real) => new(Tag.Double, BitConverter.DoubleToInt64Bits(real));

    public static implicit operator Argument(double? real) => real is { } value ? value : None;

    public static implicit operator Argument(bool truth) => new(Tag.Bool, truth ? 1 : 0);

    public static implicit operator Argument(long[]? integers) => new(Tag.IntList, 0, integers);

    public static implicit operator Argument(double[]? reals) => new(Tag.DoubleList, 0, reals);

    public static implicit operator Argument(bool[]? truths) => new(Tag.BoolList, 0, truths);

    public static implicit operator Argument(string? text) => new(Tag.String, 0, text);

    public static implicit operator Argument(ScalarType type) => new(Tag.Int, (long)type);

    public static implicit operator Argument(ScalarType? type) => type is { } value ? value : None;

    public static implicit operator Argument(Device? device) => new(Tag.Device, 0, device);

    public static implicit operator Argument(Scalar scalar) => scalar.Type switch
    {
        ScalarType.Float64 => scalar.ToDouble(),
        ScalarType.Bool => scalar.ToBoolean(),
        _ => scalar.ToInt64(),
    };

    /// <summary>A list in which entries may be absent, as <c>aten::index</c> takes it.</summary>
    public static Argument OptionalTensors(Tensor?[] tensors) => new(Tag.OptionalTensorList, 0, tensors);

    internal Tensor Tensor => (Tensor)_reference!;

    internal bool IsGenerator => _tag == Tag.Generator;

    internal bool IsZero => !IsReference(_tag) && _bits == 0;

    /// <summary>How many 8-byte words <see cref="Write"/> takes from the scratch space.</summary>
    internal int ScratchWords => _tag switch
    {
        Tag.IntList or Tag.DoubleList or Tag.BoolList or Tag.TensorList or Tag.OptionalTensorList =>
            ((Array)_reference!).Length,
        Tag.String => Encoding.UTF8.GetMaxByteCount(((string)_reference!).Length) / sizeof(long) + 1,
        _ => 0,
    };

    internal void Write(ref NativeValue value, ref long* scratch)
    {
        value.Tag = _tag;
        value.Count = 0;
        value.Bits = _bits;
        if (_tag == Tag.Tensor) value.Bits = ((Tensor)_reference!).Handle;
        else if (_reference is not null && _tag != Tag.Generator) WriteReference(ref value, ref scratch);
    }

    private void WriteReference(ref NativeValue value, ref long* scratch)
    {
        switch (_reference)
        {
            case Device device:
                value.Bits = (long)device.type;
                value.Count = device.index;
                return;
            case string text:
                WriteText(text, ref value, ref scratch);
                return;
        }
        value.Bits = (long)scratch;
        value.Count = ScratchWords;
        WriteList(new Span<long>(scratch, value.Count));
        scratch += value.Count;
    }

    private void WriteText(string text, ref NativeValue value, ref long* scratch)
    {
        var space = ScratchWords;
        value.Bits = (long)scratch;
        value.Count = Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, space * sizeof(long)));
        scratch += space;
    }

    private void WriteList(Span<long> words)
    {
        switch (_tag)
        {
            case Tag.IntList:
                ((long[])_reference!).CopyTo(words);
                break;
            case Tag.DoubleList:
                System.Runtime.InteropServices.MemoryMarshal.Cast<double, long>((double[])_reference!).CopyTo(words);
                break;
            case Tag.BoolList:
                for (var i = 0; i < words.Length; i++) words[i] = ((bool[])_reference!)[i] ? 1 : 0;
                break;
            default:
                for (var i = 0; i < words.Length; i++) words[i] = ((Tensor?[])_reference!)[i]?.Handle ?? 0;
                break;
        }
    }

    /// <summary>The value as error messages show it: tensors by dtype and shape.</summary>
    public override string ToString() => _reference switch
    {
        Tensor tensor => Describe(tensor),
        Tensor?[] tensors => $"[{string.Join(", ", tensors.Select(Describe))}]",
        long[] integers => $"[{string.Join(", ", integers)}]",
        double[] reals => $"[{string.Join(", ", reals.Select(real => real.ToString(CultureInfo.InvariantCulture)))}]",
        bool[] truths => $"[{string.Join(", ", truths)}]",
        string text => $"\"{text}\"",
        { } other => other.ToString() ?? "",
        null => DescribeBits(),
    };

    private string DescribeBits() => _tag switch
    {
        Tag.None => "none",
        Tag.Double => BitConverter.Int64BitsToDouble(_bits).ToString(CultureInfo.InvariantCulture),
        Tag.Bool => _bits != 0 ? "true" : "false",
        _ => _bits.ToString(CultureInfo.InvariantCulture),
    };

    private static string Describe(Tensor? tensor) =>
        tensor is null ? "none" : tensor.IsInvalid ? "disposed" : $"{tensor.dtype}[{string.Join(", ", tensor.shape)}]";

    private static bool IsReference(Tag tag) => tag is not (Tag.None or Tag.Int or Tag.Double or Tag.Bool);
}
