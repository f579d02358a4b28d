using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
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

    /// <summary>
    /// Null: the CPU, and so it is when the CPU is named: keys from before there was a choice stay what they are.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Device that computes; the CPU when not given.")]
    public ComputeDevice? Device
    {
        get;
        init => field = value == ComputeDevice.Cpu ? null : value;
    }
}

/// <summary>Kind of device.</summary>
public enum ComputeDevice
{
    Cpu,
    Cuda,
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
    /// <exception cref="CudaNotFoundException">The device is CUDA, and there is none.</exception>
    public static ComputeOptions Applied(this ComputeOptions? choice)
    {
        var compute = choice ?? new ComputeOptions();
        LibTorch.ThreadCount = compute.Threads;
        LibTorch.Deterministic = true;
        if (compute.Device == ComputeDevice.Cuda)
            LibTorch.RequireCuda();
        return compute;
    }

    public static Device TorchDevice(this ComputeOptions compute) =>
        compute.Device == ComputeDevice.Cuda ? torch.CUDA : torch.CPU;

    public static ScalarType ScalarType(this ComputeOptions compute) => compute.Dtype switch
    {
        FloatType.Float32 => torch.ScalarType.Float32,
        FloatType.Float64 => torch.ScalarType.Float64,
        FloatType.Bfloat16 => torch.ScalarType.BFloat16,
        _ => throw new ArgumentOutOfRangeException(nameof(compute)),
    };
}
