namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>
/// Divides work whose parts are independent among as many threads as libtorch may use on this one. Each part is
/// computed as it would be alone, so the number of threads decides no bit.
/// </summary>
internal static class WorkShares
{
    /// <summary>Multiply-adds that are worth waking a thread.</summary>
    private const double WorthAThread = 2e6;

    /// <summary>Does all parts.</summary>
    /// <param name="count">Number of parts.</param>
    /// <param name="work">Multiply-adds of all of them.</param>
    /// <param name="share">Does the parts from one number up to another.</param>
    public static void Run(long count, double work, Action<long, long> share)
    {
        var threads = (int)Math.Clamp(Math.Min(count, work / WorthAThread), 1, LibTorch.ThreadCount);
        if (threads == 1)
            share(0, count);
        else
            Parallel.For(
                0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads },
                thread => share(count * thread / threads, count * (thread + 1) / threads));
    }
}
