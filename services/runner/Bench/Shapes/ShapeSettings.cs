using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>What of the large shapes is to be measured, and how.</summary>
internal sealed record ShapeSettings
{
    /// <summary>Measured rounds of each side, after those that warm up.</summary>
    public const int UsualRounds = 5;

    /// <summary>Smallest first.</summary>
    public required IReadOnlyList<BenchShape> Shapes { get; init; }

    public required ComputeOptions Compute { get; init; }

    /// <summary>Tokens of a packed row, or of a prompt; null: as many as is usual for each.</summary>
    public int? Length { get; init; }

    /// <summary>Prompts side by side, one job for each; null: as many as is usual.</summary>
    public IReadOnlyList<int>? BatchSizes { get; init; }

    public int Rounds { get; init; } = UsualRounds;

    public Device Device => Compute.TorchDevice();

    public ScalarType Type => Compute.ScalarType();

    /// <summary>The type, as PyTorch calls it.</summary>
    public string Dtype => Compute.Dtype.ToString().ToLowerInvariant();

    public bool IsOnCuda => Compute.Device == ComputeDevice.Cuda;
}
