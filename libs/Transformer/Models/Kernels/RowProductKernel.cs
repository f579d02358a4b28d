using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>
/// X Wᵀ in which every element is one sum in one order, whatever rows and columns are computed beside it: a row has the
/// same bits in a batch of one and of a thousand. BLAS chooses its kernels, and so the order, by the shape. It also
/// packs W in each call, which for a few rows costs more than the product: W is read here as it lies.
/// </summary>
internal static unsafe class RowProductKernel
{
    /// <summary>Rows, and columns, that are computed together: 16 sums fill the registers.</summary>
    private const int Block = 4;

    /// <summary>Elements of X that stay in the second-level cache while all of W passes by.</summary>
    private const int CachedElements = 1 << 17;

    // Inlined into a caller, a loop loses what is to be inlined into it.
    private const MethodImplOptions Alone = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Y = X Wᵀ, or Y + X Wᵀ.</summary>
    /// <param name="x">[rows, depth], rows xRow elements apart.</param>
    /// <param name="w">[columns, depth], rows wRow elements apart.</param>
    /// <param name="y">[rows, columns], rows yRow elements apart, written.</param>
    /// <param name="add">Whether the product is added to what y holds.</param>
    public static void Multiply<T>(
        T* x, long xRow, T* w, long wRow, T* y, long yRow, long rows, long columns, int depth, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var part = Math.Max(Block, CachedElements / depth / Block * Block);
        for (var from = 0L; from < rows; from += part)
        {
            var to = Math.Min(rows, from + part);
            for (var column = 0L; column < columns; column += Block)
            {
                var (row, width) = (from, (int)Math.Min(Block, columns - column));
                if (width == Block)
                    for (; row + Block <= to; row += Block)
                        MultiplyBlock(
                            x + row * xRow, xRow, w + column * wRow, wRow, y + row * yRow + column, yRow, depth, add);
                for (; row < to; row++)
                    MultiplyRow(x + row * xRow, w + column * wRow, wRow, y + row * yRow + column, width, depth, add);
            }
        }
    }

    // What is left over of the depth comes first, so that the loop's registers hold nothing but its sums.
    [MethodImpl(Alone)]
    private static void MultiplyBlock<T>(
        T* x, long xRow, T* w, long wRow, T* y, long yRow, int depth, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector512<T> sum00 = Vector512<T>.Zero, sum01 = sum00, sum02 = sum00, sum03 = sum00;
        Vector512<T> sum10 = sum00, sum11 = sum00, sum12 = sum00, sum13 = sum00;
        Vector512<T> sum20 = sum00, sum21 = sum00, sum22 = sum00, sum23 = sum00;
        Vector512<T> sum30 = sum00, sum31 = sum00, sum32 = sum00, sum33 = sum00;
        T* x1 = x + xRow, x2 = x1 + xRow, x3 = x2 + xRow, w1 = w + wRow, w2 = w1 + wRow, w3 = w2 + wRow;
        var rest = depth % Vector512<T>.Count;
        var whole = depth - rest;
        if (rest > 0)
        {
            var (right0, right1) = (Lanes.LoadPart(w + whole, rest), Lanes.LoadPart(w1 + whole, rest));
            var (right2, right3) = (Lanes.LoadPart(w2 + whole, rest), Lanes.LoadPart(w3 + whole, rest));
            var left = Lanes.LoadPart(x + whole, rest);
            (sum00, sum01, sum02, sum03) = (left * right0, left * right1, left * right2, left * right3);
            left = Lanes.LoadPart(x1 + whole, rest);
            (sum10, sum11, sum12, sum13) = (left * right0, left * right1, left * right2, left * right3);
            left = Lanes.LoadPart(x2 + whole, rest);
            (sum20, sum21, sum22, sum23) = (left * right0, left * right1, left * right2, left * right3);
            left = Lanes.LoadPart(x3 + whole, rest);
            (sum30, sum31, sum32, sum33) = (left * right0, left * right1, left * right2, left * right3);
        }
        for (var k = 0; k < whole; k += Vector512<T>.Count)
        {
            var (right0, right1) = (Vector512.Load(w + k), Vector512.Load(w1 + k));
            var (right2, right3) = (Vector512.Load(w2 + k), Vector512.Load(w3 + k));
            var left = Vector512.Load(x + k);
            sum00 = Lanes.MultiplyAdd(left, right0, sum00);
            sum01 = Lanes.MultiplyAdd(left, right1, sum01);
            sum02 = Lanes.MultiplyAdd(left, right2, sum02);
            sum03 = Lanes.MultiplyAdd(left, right3, sum03);
            left = Vector512.Load(x1 + k);
            sum10 = Lanes.MultiplyAdd(left, right0, sum10);
            sum11 = Lanes.MultiplyAdd(left, right1, sum11);
            sum12 = Lanes.MultiplyAdd(left, right2, sum12);
            sum13 = Lanes.MultiplyAdd(left, right3, sum13);
            left = Vector512.Load(x2 + k);
            sum20 = Lanes.MultiplyAdd(left, right0, sum20);
            sum21 = Lanes.MultiplyAdd(left, right1, sum21);
            sum22 = Lanes.MultiplyAdd(left, right2, sum22);
            sum23 = Lanes.MultiplyAdd(left, right3, sum23);
            left = Vector512.Load(x3 + k);
            sum30 = Lanes.MultiplyAdd(left, right0, sum30);
            sum31 = Lanes.MultiplyAdd(left, right1, sum31);
            sum32 = Lanes.MultiplyAdd(left, right2, sum32);
            sum33 = Lanes.MultiplyAdd(left, right3, sum33);
        }
        Put(sum00, sum01, sum02, sum03, y, Block, add);
        Put(sum10, sum11, sum12, sum13, y + yRow, Block, add);
        Put(sum20, sum21, sum22, sum23, y + 2 * yRow, Block, add);
        Put(sum30, sum31, sum32, sum33, y + 3 * yRow, Block, add);
    }

    [MethodImpl(Alone)]
    private static void MultiplyRow<T>(T* x, T* w, long wRow, T* y, int width, int depth, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector512<T> sum0 = Vector512<T>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
        // Columns that are not asked for are computed of one that is, and not written.
        T* w1 = w + Math.Min(1, width - 1) * wRow, w2 = w + Math.Min(2, width - 1) * wRow, w3 = w + (width - 1) * wRow;
        var rest = depth % Vector512<T>.Count;
        var whole = depth - rest;
        if (rest > 0)
        {
            var left = Lanes.LoadPart(x + whole, rest);
            (sum0, sum1) = (left * Lanes.LoadPart(w + whole, rest), left * Lanes.LoadPart(w1 + whole, rest));
            (sum2, sum3) = (left * Lanes.LoadPart(w2 + whole, rest), left * Lanes.LoadPart(w3 + whole, rest));
        }
        for (var k = 0; k < whole; k += Vector512<T>.Count)
        {
            var left = Vector512.Load(x + k);
            sum0 = Lanes.MultiplyAdd(left, Vector512.Load(w + k), sum0);
            sum1 = Lanes.MultiplyAdd(left, Vector512.Load(w1 + k), sum1);
            sum2 = Lanes.MultiplyAdd(left, Vector512.Load(w2 + k), sum2);
            sum3 = Lanes.MultiplyAdd(left, Vector512.Load(w3 + k), sum3);
        }
        Put(sum0, sum1, sum2, sum3, y, width, add);
    }

    // The sums of four vectors side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(
        Vector512<T> sum0, Vector512<T> sum1, Vector512<T> sum2, Vector512<T> sum3, T* y, int width, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float) && Avx.IsSupported && width == Block)
        {
            var sums = Sums(sum0.AsSingle(), sum1.AsSingle(), sum2.AsSingle(), sum3.AsSingle());
            if (add)
                sums += Vector128.Load((float*)y);
            sums.Store((float*)y);
        }
        else
        {
            PutEach(sum0, sum1, sum2, sum3, y, width, add);
        }
    }

    private static void PutEach<T>(
        Vector512<T> sum0, Vector512<T> sum1, Vector512<T> sum2, Vector512<T> sum3, T* y, int width, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var each = stackalloc T[Block];
        (each[0], each[1], each[2], each[3]) = (Sum(sum0), Sum(sum1), Sum(sum2), Sum(sum3));
        for (var column = 0; column < width; column++)
            y[column] = add ? each[column] + y[column] : each[column];
    }

    // Halves, then quarters, then the even and the odd lanes of what is left: the order of Sums.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(Vector512<T> lanes) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var half = lanes.GetLower() + lanes.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        return Vector128<T>.Count == 4
            ? quarter[0] + quarter[2] + (quarter[1] + quarter[3])
            : quarter[0] + quarter[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sums(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        var (first, second) = (Quarters(a, b), Quarters(c, d)); // a0–a3 b0–b3, c0–c3 d0–d3
        var pairs = Avx.UnpackLow(first, second) + Avx.UnpackHigh(first, second); // a02 c02 a13 c13, b02 d02 b13 d13
        return Sse.UnpackLow(pairs.GetLower(), pairs.GetUpper()) + Sse.UnpackHigh(pairs.GetLower(), pairs.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Quarters(Vector512<float> a, Vector512<float> b)
    {
        var (left, right) = (a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper());
        return Vector256.Create(left.GetLower(), right.GetLower())
            + Vector256.Create(left.GetUpper(), right.GetUpper());
    }
}
