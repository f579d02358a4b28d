using System.Numerics;
using System.Runtime.Intrinsics;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>
/// Gradient of <see cref="AttentionForward"/>. Probabilities are computed again from the kept normaliser, so the
/// forward pass stores nothing that grows with the square of the length. With P the probabilities and dP = dO Vᵀ: dV =
/// Pᵀ dO, dS = P ∘ (dP − rowsum(P ∘ dP)), dQ = dS K, dK = dSᵀ Q.
/// </summary>
internal static unsafe class AttentionBackward
{
    /// <summary>Runs the pass.</summary>
    /// <param name="shape">The extents of the forward pass.</param>
    /// <param name="input">[N, (H + 2K) D]: what the forward pass was given.</param>
    /// <param name="cosine">[N, D/2].</param>
    /// <param name="sine">[N, D/2].</param>
    /// <param name="normaliser">[N, H]: what the forward pass wrote.</param>
    /// <param name="gradient">[N, H · D]: dO.</param>
    /// <param name="dinput">[N, (H + 2K) D], written.</param>
    public static void Run<T>(
        AttentionShape shape, T* input, T* cosine, T* sine, T* normaliser, T* gradient, T* dinput)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (dim, length) = (shape.PaddedDim<T>(), AttentionShape.PaddedLength<T>(shape.MaximumLength));
        using var scratch = new Scratch<T>(9L * length * dim + 2L * length * length + SmallMatrix.Block);
        var work = new Work<T>(scratch, length, dim);
        for (var sample = 0; sample < shape.Lengths.Length; sample++)
        {
            var start = shape.RowStart[sample];
            var half = start * (shape.HeadDim / 2);
            var views = new Sample<T>
            {
                Length = (int)shape.Lengths[sample],
                Input = input + start * shape.InputStride,
                Cosine = cosine + half,
                Sine = sine + half,
                Normaliser = normaliser + start * shape.Heads,
                Gradient = gradient + start * shape.OutputStride,
                InputGradient = dinput + start * shape.InputStride
            };
            for (var head = 0; head < shape.KeyValueHeads; head++)
                RunGroup(shape, head, views, work);
        }
    }

    private static void RunGroup<T>(AttentionShape shape, int shared, in Sample<T> sample, in Work<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (dim, padded, row, length) = (shape.HeadDim, shape.PaddedDim<T>(), shape.InputStride, sample.Length);
        var columns = AttentionShape.PaddedLength<T>(length);
        var (key, value) = (shape.KeyOffset(shared), shape.ValueOffset(shared));
        AttentionHead.Rotate(sample.Input + key, row, work.Key, padded, sample.Cosine, sample.Sine, length, dim, 1, 1);
        AttentionHead.Copy(sample.Input + value, row, work.Value, padded, length, dim);
        SmallMatrix.Transpose(work.Key, padded, work.KeyTransposed, columns, length, dim);
        SmallMatrix.Transpose(work.Value, padded, work.ValueTransposed, columns, length, dim);
        new Span<T>(work.KeyGradient, columns * padded).Clear();
        new Span<T>(work.ValueGradient, columns * padded).Clear();
        for (var head = shared * shape.Group; head < (shared + 1) * shape.Group; head++)
            RunHead(shape, head, sample, work);
        AttentionHead.Rotate(
            work.KeyGradient, padded, sample.InputGradient + key, row, sample.Cosine, sample.Sine, length, dim, 1, -1);
        AttentionHead.Copy(work.ValueGradient, padded, sample.InputGradient + value, row, length, dim);
    }

    private static void RunHead<T>(AttentionShape shape, int head, in Sample<T> sample, in Work<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (dim, padded, length) = (shape.HeadDim, shape.PaddedDim<T>(), sample.Length);
        var (scale, offset) = (1 / Math.Sqrt(dim), head * dim);
        AttentionHead.Rotate(
            sample.Input + offset, shape.InputStride, work.Query, padded, sample.Cosine, sample.Sine, length, dim,
            scale, 1);
        AttentionHead.Copy(sample.Gradient + offset, shape.OutputStride, work.Gradient, padded, length, dim);
        Slopes(shape, length, sample.Normaliser + head, work);
        Accumulate(length, padded, work);
        AttentionHead.Rotate(
            work.QueryGradient, padded, sample.InputGradient + offset, shape.InputStride, sample.Cosine, sample.Sine,
            length, dim, scale, -1);
    }

    // P and dS of the whole head, row block by row block, and dQ, which needs a block of dS alone.
    private static void Slopes<T>(AttentionShape shape, int length, T* normaliser, in Work<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (dim, padded) = (shape.HeadDim, shape.PaddedDim<T>());
        var columns = AttentionShape.PaddedLength<T>(length);
        for (var i = 0; i < length; i += SmallMatrix.Block)
        {
            var end = i + SmallMatrix.Block;
            var shares = work.Shares + (long)i * columns;
            var slopes = work.Slopes + (long)i * columns;
            for (var j = 0; j < SmallMatrix.Block; j++)
                work.Normaliser[j] = normaliser[(long)Math.Min(i + j, length - 1) * shape.Heads];
            SmallMatrix.MultiplyBlock(
                work.Query + i * padded, padded, 1, work.KeyTransposed, columns, shares, columns, end, 0, dim, false);
            AttentionHead.Exponentiate(shape, shares, columns, i, work.Normaliser, known: true);
            SmallMatrix.MultiplyBlock(
                work.Gradient + i * padded, padded, 1, work.ValueTransposed, columns, slopes, columns, end, 0, dim,
                false);
            SoftmaxBackward(shares, slopes, columns, Lanes.RoundUp<T>(end));
            SmallMatrix.MultiplyBlock(
                slopes, columns, 1, work.Key, padded, work.QueryGradient + i * padded, padded, padded, 0,
                Math.Min(end, length), false);
        }
    }

    private static void Accumulate<T>(int length, int padded, in Work<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var columns = AttentionShape.PaddedLength<T>(length);
        for (var j = 0; j < length; j += SmallMatrix.Block)
        {
            SmallMatrix.MultiplyBlock(
                work.Shares + j, 1, columns, work.Gradient, padded, work.ValueGradient + j * padded, padded, padded, j,
                length, true);
            SmallMatrix.MultiplyBlock(
                work.Slopes + j, 1, columns, work.Query, padded, work.KeyGradient + j * padded, padded, padded, j,
                length, true);
        }
    }

    private static void SoftmaxBackward<T>(T* shares, T* slopes, int stride, int read)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0; row < SmallMatrix.Block; row++, shares += stride, slopes += stride)
        {
            var sum = Vector512<T>.Zero;
            for (var i = 0; i < read; i += Vector512<T>.Count)
                sum += Vector512.Load(shares + i) * Vector512.Load(slopes + i);
            var mean = Vector512.Create(Vector512.Sum(sum));
            for (var i = 0; i < read; i += Vector512<T>.Count)
                (Vector512.Load(shares + i) * (Vector512.Load(slopes + i) - mean)).Store(slopes + i);
        }
    }

    private readonly struct Sample<T> where T : unmanaged
    {
        public required int Length { get; init; }

        public required T* Input { get; init; }

        public required T* Cosine { get; init; }

        public required T* Sine { get; init; }

        public required T* Normaliser { get; init; }

        public required T* Gradient { get; init; }

        public required T* InputGradient { get; init; }
    }

    private readonly struct Work<T>(Scratch<T> scratch, int length, int dim) where T : unmanaged
    {
        public T* Query { get; } = scratch.Take(length * dim);

        public T* QueryGradient { get; } = scratch.Take(length * dim);

        public T* Key { get; } = scratch.Take(length * dim);

        public T* KeyTransposed { get; } = scratch.Take(length * dim);

        public T* KeyGradient { get; } = scratch.Take(length * dim);

        public T* Value { get; } = scratch.Take(length * dim);

        public T* ValueTransposed { get; } = scratch.Take(length * dim);

        public T* ValueGradient { get; } = scratch.Take(length * dim);

        public T* Gradient { get; } = scratch.Take(length * dim);

        public T* Shares { get; } = scratch.Take((long)length * length);

        public T* Slopes { get; } = scratch.Take((long)length * length);

        public T* Normaliser { get; } = scratch.Take(SmallMatrix.Block);
    }
}
