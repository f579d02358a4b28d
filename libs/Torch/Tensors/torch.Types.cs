namespace WeakToStrong.Torch;

/// <summary>Kinds of device, numbered as libtorch numbers them.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    META = 14,
}

/// <summary>TorchSharp's vocabulary over libtorch: what the engine needs, same names, order and meaning.</summary>
public static partial class torch
{
    /// <summary>Element types, numbered as libtorch numbers them.</summary>
    public enum ScalarType : sbyte
    {
        Byte = 0,
        Int8 = 1,
        Int16 = 2,
        Int32 = 3,
        Int64 = 4,
        Float16 = 5,
        Float32 = 6,
        Float64 = 7,
        Bool = 11,
        BFloat16 = 15,
    }

    public static ScalarType int8 => ScalarType.Int8;

    public static ScalarType int64 => ScalarType.Int64;

    public static ScalarType @long => ScalarType.Int64;

    public static ScalarType float16 => ScalarType.Float16;

    public static ScalarType bfloat16 => ScalarType.BFloat16;

    public static ScalarType float32 => ScalarType.Float32;

    public static ScalarType float64 => ScalarType.Float64;

    public static ScalarType @bool => ScalarType.Bool;

    public static bool is_integral(ScalarType type) =>
        type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64
            or ScalarType.Bool;

    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    /// <summary>The element type of factories that are not told one: Float32.</summary>
    public static ScalarType get_default_dtype() => ScalarType.Float32;
}
