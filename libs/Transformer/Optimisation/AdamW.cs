using System.Numerics;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Optimisation;

/// <summary>
/// AdamW (Loshchilov and Hutter, arXiv:1711.05101) over a whole <see cref="ParameterBuffer"/>, in the order of
/// PyTorch's implementation: decay, moments, then w ← w − rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε).
/// </summary>
public sealed class AdamW : IDisposable
{
    private readonly ParameterBuffer _parameters;
    private readonly Tensor _gradients;

    /// <summary>Makes an optimiser with zero moments; the parameters record gradients from now on.</summary>
    public AdamW(ParameterBuffer parameters, AdamWOptions options)
    {
        _parameters = parameters;
        _gradients = parameters.RequireGradients();
        Options = options.Validated();
        FirstMoment = torch.zeros_like(parameters.Values).DetachFromDisposeScope();
        SecondMoment = torch.zeros_like(parameters.Values).DetachFromDisposeScope();
    }

    /// <summary>The settings.</summary>
    public AdamWOptions Options { get; }

    /// <summary>m: [S], borrowed; written to restore a state.</summary>
    public Tensor FirstMoment { get; }

    /// <summary>v: [S], borrowed; written to restore a state.</summary>
    public Tensor SecondMoment { get; }

    /// <summary>t: updates made so far; set to restore a state.</summary>
    public int Step { get; set; }

    /// <summary>Makes one update from the gradients in the buffer, and leaves those as they are.</summary>
    /// <param name="learningRate">The rate of this update.</param>
    /// <param name="gradientScale">
    /// Factor on the gradient: 1 / weight of an accumulated sum, times the clip factor.
    /// </param>
    public void Update(double learningRate, double gradientScale = 1)
    {
        Step++;
        var coefficients = new AdamWCoefficients(Options, Step, learningRate, gradientScale);
        if (!CpuMemory.Serves(_gradients))
            UpdateByOperators(coefficients);
        else if (_gradients.dtype == ScalarType.Float32)
            UpdateInPlace<float>(coefficients);
        else if (_gradients.dtype == ScalarType.Float64)
            UpdateInPlace<double>(coefficients);
        else
            UpdateByOperators(coefficients);
    }

    /// <summary>The same update as a chain of operators, for devices and types the kernel does not serve.</summary>
    internal void UpdateByOperators(in AdamWCoefficients coefficients)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var slope = _gradients.mul(coefficients.GradientScale);
        FirstMoment.mul_(coefficients.Beta1).add_(slope, alpha: 1 - coefficients.Beta1);
        SecondMoment.mul_(coefficients.Beta2).addcmul_(slope, slope, value: 1 - coefficients.Beta2);
        var root = SecondMoment.sqrt().div_(coefficients.RootCorrection).add_(coefficients.Epsilon);
        _parameters.Values.mul_(coefficients.Shrink).addcdiv_(FirstMoment, root, value: -coefficients.StepSize);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }

    private unsafe void UpdateInPlace<T>(in AdamWCoefficients coefficients)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        AdamWKernel.Update(
            CpuMemory.Pointer<T>(_parameters.Values), CpuMemory.Pointer<T>(_gradients),
            CpuMemory.Pointer<T>(FirstMoment), CpuMemory.Pointer<T>(SecondMoment), _gradients.NumberOfElements,
            coefficients);
}
