using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using WeakToStrong.Transformer.Data;

namespace WeakToStrong.Methods.Shared;

/// <summary>The choices of arithmetic that decide a tensor step's bits.</summary>
public sealed record ComputeOptions
{
    [Description(
        "Type of weights and arithmetic. bfloat16: weights, gradients and activations in 16 bits; master weights, "
        + "moments and losses in float32.")]
    public FloatType Dtype { get; init; } = FloatType.Float32;

    [Description("Threads of one step. Steps run side by side, so one is the fastest for small models.")]
    [Range(1, 256)]
    public int Threads { get; init; } = 1;

    [Description("How a batch lies in memory: packed drops the padding, padded keeps it; the updates are the same.")]
    public TokenLayout Layout { get; init; } = TokenLayout.Packed;
}

/// <summary>Type of weights and arithmetic.</summary>
public enum FloatType
{
    Float32,
    Float64,

    /// <summary>Weights, gradients and activations in 16 bits; master weights, moments and losses in float32.</summary>
    Bfloat16,
}

/// <summary>What a choice of arithmetic means in this process.</summary>
public static class ComputeChoices
{
    /// <summary>
    /// Sets what is a setting of the whole process. BLAS threads come from the environment, before it started.
    /// </summary>
    public static ComputeOptions Applied(this ComputeOptions? choice)
    {
        var compute = choice ?? new ComputeOptions();
        LibTorch.ThreadCount = compute.Threads;
        LibTorch.Deterministic = true;
        return compute;
    }

    public static ScalarType ScalarType(this ComputeOptions compute) => compute.Dtype switch
    {
        FloatType.Float32 => torch.ScalarType.Float32,
        FloatType.Float64 => torch.ScalarType.Float64,
        FloatType.Bfloat16 => torch.ScalarType.BFloat16,
        _ => throw new ArgumentOutOfRangeException(nameof(compute)),
    };
}
