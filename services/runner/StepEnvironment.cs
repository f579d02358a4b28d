using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Runner;

/// <summary>What a manifest says of where this runner computes: the machine, its settings, and libtorch.</summary>
internal static class StepEnvironment
{
    public static IReadOnlyDictionary<string, string> Read()
    {
        var values = MachineEnvironment.Read();
        var build = LibTorch.Load();
        values["libtorch/version"] = build.Version;
        values["libtorch/blas"] = build.Blas;
        values["libtorch/loops"] = build.CpuCapability;
        // Every step with tensors switches it on before it computes.
        values["determinism/libtorch"] = "deterministic algorithms";
        values["gpu/devices"] = torch.cuda.is_available()
            ? string.Join(", ", CudaDevices.List().Select(Describe))
            : "none";
        return values;
    }

    /// <summary>Audits compare it with what was recorded, whatever wording it began with.</summary>
    internal static string Describe(CudaDevice device) => FormattableString.Invariant(
        $"CudaDevice {{ Name = {device.Name}, MemoryBytes = {device.MemoryBytes} }}");
}
