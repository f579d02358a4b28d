namespace WeakToStrong.Experiments.Proofs;

/// <summary>
/// Holds where a step was executed against another place. Both are name → value: <c>os/name</c>, <c>cpu/features</c>,
/// <c>threads/OMP_NUM_THREADS</c>, <c>libtorch/version</c>, <c>gpu/devices</c>. Flat, so that all of it is shown.
/// </summary>
public static class EnvironmentComparison
{
    private static readonly string[] DecidingGroups = ["cpu/", "threads/", "libtorch/", "gpu/"];

    /// <summary>Whether a value decides bits: where it differs, no equality of bits is promised.</summary>
    public static bool DecidesBits(string name) =>
        DecidingGroups.Any(group => name.StartsWith(group, StringComparison.Ordinal));

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
