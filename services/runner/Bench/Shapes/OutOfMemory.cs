namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>Tells memory that does not suffice, which says something about a shape, from what is broken.</summary>
internal static class OutOfMemory
{
    // CUDA's allocator and its driver, cuBLAS when nothing is left for its workspace, and libtorch on the CPU.
    private static readonly string[] Signs = ["out of memory", "ALLOC_FAILED", "can't allocate memory"];

    /// <param name="problem">What libtorch or PyTorch said.</param>
    public static bool Explains(string problem) =>
        Signs.Any(sign => problem.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
