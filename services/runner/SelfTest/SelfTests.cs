namespace WeakToStrong.Runner.SelfTest;

/// <summary>
/// Holds a device against operators in float64 on the CPU: in float64, where only the order of sums may differ, in
/// float32, and in bfloat16 what has kernels for it. On the CPU this holds the engine's kernels against the operators
/// they stand for.
/// </summary>
internal static class SelfTests
{
    private static readonly ScalarType[] Types = [ScalarType.Float64, ScalarType.Float32, ScalarType.BFloat16];

    public static SelfTestReport Run(Device device) => new()
    {
        Device = device.ToString(),
        Libtorch = LibTorch.Load().Version,
        Checks =
        [
            .. from check in Checks()
               from type in Types
               where check.Bound(type) is not null
               select check.Run(new Place { Device = device, Type = type }),
        ],
    };

    private static IEnumerable<Check> Checks() =>
        [.. OperatorChecks.All, .. LayerChecks.All, .. LossChecks.All, .. GenerationChecks.All];
}
