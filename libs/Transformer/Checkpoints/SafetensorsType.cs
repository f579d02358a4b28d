namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// Element types of a safetensors file, in the format's own names: boolean, unsigned, signed, floating, with their
/// bits. By increasing alignment, which is the order the format sorts by.
/// </summary>
public enum SafetensorsType
{
    Bool,
    U8,
    I8,
    I16,
    F16,
    BF16,
    I32,
    F32,
    F64,
    I64
}

/// <summary>Names and sizes of <see cref="SafetensorsType"/>.</summary>
public static class SafetensorsTypes
{
    private static readonly (string Code, int Size)[] Table =
    [
        ("BOOL", 1), ("U8", 1), ("I8", 1), ("I16", 2), ("F16", 2), ("BF16", 2), ("I32", 4), ("F32", 4), ("F64", 8),
        ("I64", 8)
    ];

    /// <summary>The name in the file's header, such as "BF16".</summary>
    public static string Code(this SafetensorsType type) => Table[(int)type].Code;

    /// <summary>Bytes of one element.</summary>
    public static int Size(this SafetensorsType type) => Table[(int)type].Size;

    /// <summary>The type of a header's name, or null where the format or this reader has none.</summary>
    public static SafetensorsType? FromCode(string code)
    {
        var index = Array.FindIndex(Table, row => row.Code == code);
        return index < 0 ? null : (SafetensorsType)index;
    }
}
