namespace WeakToStrong.W2s.Embedded;

/// <summary>What this machine has for tensors.</summary>
internal static class MachineMemory
{
    /// <summary>
    /// All of it, or what .NET counts on of a container's limit: what others use now may be free again when a step
    /// needs it.
    /// </summary>
    public static long Bytes() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}
