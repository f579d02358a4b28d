using System.Numerics;
using WeakToStrong.Transformer.Models.Kernels;
using WeakToStrong.Transformer.Models.Kernels.Cuda;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>
/// Qwen3's norms (Yang et al., arXiv:2505.09388): each head's query and key are root-mean-square normalised before they
/// are turned, with one weight for all query heads and one for all key heads; values stay as they are.
/// </summary>
/// <param name="query">[D].</param>
/// <param name="key">[D].</param>
internal sealed class QueryKeyNorm(Parameter query, Parameter key, ModelConfig config)
{
    /// <summary>Normalises the query and key heads of each row.</summary>
    /// <param name="fused">[N, (H + 2K) D].</param>
    /// <returns>[N, (H + 2K) D].</returns>
    public Tensor Apply(Tensor fused) =>
        CudaRmsNorm.Serves(fused, query) && CudaRmsNorm.Serves(fused, key) ? OnCuda(fused)
        : !CpuMemory.Serves(fused) ? Composed(fused)
        : fused.dtype == ScalarType.Float32 ? Fused<float>(fused)
        : Fused<double>(fused);

    /// <summary>The same in operators, for any device and type.</summary>
    internal Tensor Composed(Tensor fused)
    {
        var (queries, keys, values) = Split(fused);
        var normed = torch.cat([
            RmsNorm.Composed(queries, query, config.RmsNormEpsilon),
            RmsNorm.Composed(keys, key, config.RmsNormEpsilon), values
        ], dim: 1);
        return normed.view(-1, config.FusedAttentionSize); // [N, (H + 2K) D]
    }

    private Tensor OnCuda(Tensor fused) => LibTorch.Function(
        [fused, query.Value, key.Value],
        context =>
        {
            var normed = torch.empty_like(fused);
            var (from, to) = (Split(fused), Split(normed));
            var ofQueries = CudaRmsNorm.Forward(from.Queries, query.Value, to.Queries, config.RmsNormEpsilon);
            var ofKeys = CudaRmsNorm.Forward(from.Keys, key.Value, to.Keys, config.RmsNormEpsilon);
            to.Values.copy_(from.Values);
            context.SaveForBackward(fused, ofQueries, ofKeys);
            return [normed];
        },
        (context, gradients) =>
        {
            var (saved, slopes) = (context.Saved, torch.empty_like(context.Saved[0]));
            var (gradient, from, to) = (Split(gradients[0]!.contiguous()), Split(saved[0]), Split(slopes));
            CudaRmsNorm.Backward(gradient.Queries, from.Queries, query, saved[1], to.Queries);
            CudaRmsNorm.Backward(gradient.Keys, from.Keys, key, saved[2], to.Keys);
            to.Values.copy_(gradient.Values);
            return [slopes, null, null];
        })[0];

    // [N, H, D], [N, K, D] and [N, K, D] of [N, (H + 2K) D].
    private (Tensor Queries, Tensor Keys, Tensor Values) Split(Tensor fused)
    {
        var (heads, keyHeads) = (config.Heads, config.KeyValueHeads);
        var split = fused.view(-1, heads + 2 * keyHeads, config.HeadDim);
        return (split.narrow(1, 0, heads), split.narrow(1, heads, keyHeads),
            split.narrow(1, heads + keyHeads, keyHeads));
    }

    private unsafe Tensor Fused<T>(Tensor fused) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = fused.size(0);
        return LibTorch.Function(
            [fused, query.Value, key.Value],
            context =>
            {
                // A copy has the values already; its queries and keys are written over.
                var normed = fused.clone();
                var inverse = torch.empty([rows, config.Heads + config.KeyValueHeads], dtype: fused.dtype);
                HeadNormKernel.Forward(
                    config, CpuMemory.Pointer<T>(fused), CpuMemory.Pointer<T>(query.Value),
                    CpuMemory.Pointer<T>(key.Value), CpuMemory.Pointer<T>(normed), CpuMemory.Pointer<T>(inverse), rows);
                context.SaveForBackward(fused, inverse);
                return [normed];
            },
            (context, gradients) =>
            {
                var gradient = gradients[0]!.contiguous();
                var slopes = gradient.clone();
                HeadNormKernel.Backward(
                    config, CpuMemory.Pointer<T>(gradient), CpuMemory.Pointer<T>(context.Saved[0]),
                    CpuMemory.Pointer<T>(query.Value), CpuMemory.Pointer<T>(key.Value),
                    CpuMemory.Pointer<T>(context.Saved[1]), CpuMemory.Pointer<T>(slopes), GradientOf<T>(query),
                    GradientOf<T>(key), rows);
                return [slopes, null, null];
            })[0];
    }

    private static unsafe T* GradientOf<T>(Parameter parameter) where T : unmanaged =>
        parameter.Gradient is { } gradient ? CpuMemory.Pointer<T>(gradient) : null;
}
