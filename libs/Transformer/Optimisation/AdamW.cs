using System.Numerics;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Optimisation;

/// <summary>
/// AdamW (Loshchilov and Hutter, arXiv:1711.05101) over a whole <see cref="ParameterBuffer"/>, in the order of
/// PyTorch's implementation: decay, moments, then w ← w − rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε). Most updates
/// are too small for the digits of a bfloat16 weight, so those of such weights are made to a float32 copy, the master,
/// of which the weights are the rounding (Micikevicius et al., arXiv:1710.03740).
/// </summary>
public sealed class AdamW : IDisposable
{
    private const string FusedOperator = "aten::_fused_adamw_";

    // Bounds what the operators hold between them.
    private const long SliceLength = 1 << 24;

    private static readonly Lazy<bool> FusedOperatorExists = new(() => LibTorch.SchemaExists(FusedOperator, ""));

    private readonly ParameterBuffer _parameters;
    private readonly Tensor _gradients;

    /// <summary>Makes an optimiser with zero moments; the parameters record gradients from now on.</summary>
    public AdamW(ParameterBuffer parameters, AdamWOptions options)
    {
        _parameters = parameters;
        _gradients = parameters.RequireGradients();
        Options = options.Validated();
        var isWide = parameters.Values.dtype != ScalarType.BFloat16;
        Master = isWide ? null : parameters.Values.to_type(ScalarType.Float32).DetachFromDisposeScope();
        FirstMoment = torch.zeros_like(Master ?? parameters.Values).DetachFromDisposeScope();
        SecondMoment = torch.zeros_like(Master ?? parameters.Values).DetachFromDisposeScope();
    }

    /// <summary>The settings.</summary>
    public AdamWOptions Options { get; }

    /// <summary>m: [S], borrowed; written to restore a state.</summary>
    public Tensor FirstMoment { get; }

    /// <summary>v: [S], borrowed; written to restore a state.</summary>
    public Tensor SecondMoment { get; }

    /// <summary>
    /// [S] float32, borrowed: the weights with all their digits; null where the weights themselves have them. Written
    /// to restore a state.
    /// </summary>
    public Tensor? Master { get; }

    /// <summary>t: updates made so far; set to restore a state.</summary>
    public int Step { get; set; }

    /// <summary>Whether the libtorch at hand makes an update of its own, in one pass.</summary>
    internal static bool HasFusedOperator => FusedOperatorExists.Value;

    /// <summary>Makes one update from the gradients in the buffer, and leaves those as they are.</summary>
    /// <param name="learningRate">The rate of this update.</param>
    /// <param name="gradientScale">
    /// Factor on the gradient: 1 / weight of an accumulated sum, times the clip factor.
    /// </param>
    public void Update(double learningRate, double gradientScale = 1)
    {
        Step++;
        var coefficients = new AdamWCoefficients(Options, Step, learningRate, gradientScale);
        if (!_gradients.is_cpu() && HasFusedOperator)
            UpdateByFusedOperator(learningRate, gradientScale);
        else if (!_gradients.is_cpu() || !CpuMemory.IsEnabled)
            UpdateByOperators(coefficients);
        else if (Master is not null)
            UpdateMaster(Master, coefficients);
        else if (_gradients.dtype == ScalarType.Float32)
            UpdateInPlace<float>(coefficients);
        else if (_gradients.dtype == ScalarType.Float64)
            UpdateInPlace<double>(coefficients);
        else
            UpdateByOperators(coefficients);
    }

    /// <summary>The same update as a chain of operators, for devices and types the kernel does not serve.</summary>
    internal void UpdateByOperators(AdamWCoefficients coefficients) =>
        ForEachSlice(coefficients.GradientScale, slice => Update(slice, coefficients));

    /// <summary>The same update by libtorch's operator in one pass.</summary>
    internal void UpdateByFusedOperator(double learningRate, double gradientScale)
    {
        using var scope = torch.NewDisposeScope();
        var step = LibTorch.Upload([(double)Step], _gradients.device).to_type(ScalarType.Float32).view([]);
        ForEachSlice(gradientScale, slice => LibTorch.CallAll(
            FusedOperator, "", Alone(slice.Weights), Alone(slice.Slopes), Alone(slice.First), Alone(slice.Second),
            Array.Empty<Tensor>(), Alone(step), learningRate, Options.Beta1, Options.Beta2, Options.WeightDecay,
            Options.Epsilon, /* amsgrad: */ false, /* maximize: */ false));

        static Tensor[] Alone(Tensor tensor) => [tensor];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Master?.Dispose();
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }

    private void ForEachSlice(double gradientScale, Action<Slice> update)
    {
        using var frozen = torch.no_grad();
        for (var start = 0L; start < _parameters.Length; start += SliceLength)
        {
            using var scope = torch.NewDisposeScope();
            var length = Math.Min(SliceLength, _parameters.Length - start);
            var (first, second) = (Part(FirstMoment), Part(SecondMoment));
            var weights = Part(Master ?? _parameters.Values);
            update(new Slice(weights, Part(_gradients).to_type(first.dtype).mul(gradientScale), first, second));
            if (Master is not null)
                Part(_parameters.Values).copy_(weights);

            Tensor Part(Tensor buffer) => buffer.narrow(0, start, length);
        }
    }

    private static void Update(Slice slice, in AdamWCoefficients coefficients)
    {
        var (weights, slopes, first, second) = slice;
        first.mul_(coefficients.Beta1).add_(slopes, alpha: 1 - coefficients.Beta1);
        second.mul_(coefficients.Beta2).addcmul_(slopes, slopes, value: 1 - coefficients.Beta2);
        var root = second.sqrt().div_(coefficients.RootCorrection).add_(coefficients.Epsilon);
        weights.mul_(coefficients.Shrink).addcdiv_(first, root, value: -coefficients.StepSize);
    }

    private unsafe void UpdateMaster(Tensor master, in AdamWCoefficients coefficients) => AdamWKernel.Update(
        CpuMemory.Pointer<ushort>(_parameters.Values), CpuMemory.Pointer<ushort>(_gradients),
        CpuMemory.Pointer<float>(master), CpuMemory.Pointer<float>(FirstMoment),
        CpuMemory.Pointer<float>(SecondMoment), _gradients.NumberOfElements, coefficients);

    private unsafe void UpdateInPlace<T>(in AdamWCoefficients coefficients)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        AdamWKernel.Update(
            CpuMemory.Pointer<T>(_parameters.Values), CpuMemory.Pointer<T>(_gradients),
            CpuMemory.Pointer<T>(FirstMoment), CpuMemory.Pointer<T>(SecondMoment), _gradients.NumberOfElements,
            coefficients);

    /// <summary>A part of every buffer.</summary>
    /// <param name="Weights">The master's, where there is one.</param>
    /// <param name="Slopes">The scaled gradient, in the moments' type: a copy.</param>
    /// <param name="First">First moment.</param>
    /// <param name="Second">Second moment.</param>
    private readonly record struct Slice(Tensor Weights, Tensor Slopes, Tensor First, Tensor Second);
}
