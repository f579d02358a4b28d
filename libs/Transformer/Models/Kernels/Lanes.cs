using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>
/// What the kernels need of <see cref="Vector512{T}"/> beyond its operators. The width is fixed, so a machine with
/// narrower registers computes the same bits in more instructions.
/// </summary>
internal static unsafe class Lanes
{
    /// <summary>The smallest multiple of the vector width that is not below <paramref name="count"/>.</summary>
    public static int RoundUp<T>(int count) where T : unmanaged =>
        (count + Vector512<T>.Count - 1) / Vector512<T>.Count * Vector512<T>.Count;

    /// <summary>
    /// The first <paramref name="count"/> lanes from memory, zeros in the rest; nothing is read past them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadPart<T>(T* source, int count) where T : unmanaged, INumberBase<T> =>
        count >= Vector512<T>.Count ? Vector512.Load(source) : LoadSome(source, count);

    /// <summary>Writes the first <paramref name="count"/> lanes and nothing past them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart<T>(Vector512<T> lanes, T* target, int count) where T : unmanaged, INumberBase<T>
    {
        if (count >= Vector512<T>.Count)
            lanes.Store(target);
        else
            StoreSome(lanes, target, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> All<T>(double value) where T : unmanaged, INumberBase<T> =>
        Vector512.Create(T.CreateTruncating(value));

    /// <summary>a · b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c) where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    /// <summary>e to the power of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Exp<T>(Vector512<T> lanes) where T : unmanaged => typeof(T) == typeof(float)
        ? Vector512.Exp(lanes.AsSingle()).As<float, T>()
        : Vector512.Exp(lanes.AsDouble()).As<double, T>();

    /// <summary>The largest of <paramref name="count"/> values, at least one.</summary>
    public static T Maximum<T>(T* values, int count) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var least = Vector512.Create(T.NegativeInfinity);
        var tops = least;
        var i = 0;
        for (; i <= count - Vector512<T>.Count; i += Vector512<T>.Count)
            tops = Vector512.Max(tops, Vector512.Load(values + i));
        if (i < count)
            tops = Vector512.Max(
                tops, Vector512.ConditionalSelect(First<T>(count - i), LoadPart(values + i, count - i), least));
        var half = Vector256.Max(tops.GetLower(), tops.GetUpper());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        var top = quarter[0];
        for (var lane = 1; lane < Vector128<T>.Count; lane++)
            top = T.Max(top, quarter[lane]);
        return top;
    }

    /// <summary>True in the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> First<T>(int count) where T : unmanaged, INumberBase<T> =>
        Vector512.LessThan(Vector512<T>.Indices, Vector512.Create(T.CreateTruncating(count)));

    private static Vector512<T> LoadSome<T>(T* source, int count) where T : unmanaged, INumberBase<T>
    {
        if (Avx.IsSupported)
        {
            var kept = First<T>(count);
            return Vector512.Create(
                LoadMasked(source, kept.GetLower()), LoadMasked(source + Vector256<T>.Count, kept.GetUpper()));
        }
        var lanes = Vector512<T>.Zero;
        Unsafe.CopyBlockUnaligned(&lanes, source, (uint)(count * sizeof(T)));
        return lanes;
    }

    private static void StoreSome<T>(Vector512<T> lanes, T* target, int count) where T : unmanaged, INumberBase<T>
    {
        if (!Avx.IsSupported)
        {
            Unsafe.CopyBlockUnaligned(target, &lanes, (uint)(count * sizeof(T)));
            return;
        }
        var kept = First<T>(count);
        StoreMasked(lanes.GetLower(), target, kept.GetLower());
        StoreMasked(lanes.GetUpper(), target + Vector256<T>.Count, kept.GetUpper());
    }

    // The instruction touches no memory of a lane that is masked out, so it cannot fault past the end.
    private static Vector256<T> LoadMasked<T>(T* source, Vector256<T> kept) where T : unmanaged =>
        sizeof(T) == sizeof(float)
            ? Avx.MaskLoad((float*)source, kept.AsSingle()).As<float, T>()
            : Avx.MaskLoad((double*)source, kept.AsDouble()).As<double, T>();

    private static void StoreMasked<T>(Vector256<T> lanes, T* target, Vector256<T> kept) where T : unmanaged
    {
        if (sizeof(T) == sizeof(float))
            Avx.MaskStore((float*)target, kept.AsSingle(), lanes.AsSingle());
        else
            Avx.MaskStore((double*)target, kept.AsDouble(), lanes.AsDouble());
    }
}
