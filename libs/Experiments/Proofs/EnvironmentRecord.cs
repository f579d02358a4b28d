namespace WeakToStrong.Experiments.Proofs;

/// <summary>
/// Where a step was executed, as name → value: <c>os</c>, <c>cpu/model</c>, <c>cpu/features</c>,
/// <c>threads/OMP_NUM_THREADS</c>, <c>libtorch/version</c>, <c>device</c>. Flat, so that a comparison shows all of it.
/// </summary>
public static class EnvironmentRecord
{
    /// <summary>Names of the values that decide bits: where they differ, no equality of bits is promised.</summary>
    public static bool DecidesBits(string name) =>
        name.StartsWith("cpu/", StringComparison.Ordinal)
        || name.StartsWith("threads/", StringComparison.Ordinal)
        || name.StartsWith("libtorch/", StringComparison.Ordinal)
        || name.StartsWith("gpu/", StringComparison.Ordinal);

    /// <summary>What differs, in the order of names.</summary>
    public static IReadOnlyList<EnvironmentDifference> Compare(
        IReadOnlyDictionary<string, string> recorded, IReadOnlyDictionary<string, string> found) =>
    [
        .. from name in recorded.Keys.Union(found.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
           let difference = new EnvironmentDifference(
               name, recorded.GetValueOrDefault(name), found.GetValueOrDefault(name))
           where difference.Recorded != difference.Found
           select difference,
    ];
}

/// <summary>A value of the environment that is not what it was; null where it is not there.</summary>
public sealed record EnvironmentDifference(string Name, string? Recorded, string? Found);
