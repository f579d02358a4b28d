using System.Diagnostics;
using System.Globalization;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Workers;

/// <summary>
/// What a parent sets before a runner starts. Native libraries read these once, when they are loaded; setting them
/// inside the process is too late.
/// </summary>
public static class RunnerEnvironment
{
    /// <summary>Environment variables for a step: its threads, and what makes its kernels repeatable.</summary>
    /// <param name="activity">What the runner's work is a part of, in the way that other programs understand.</param>
    public static IReadOnlyDictionary<string, string> For(StepSpec spec, Activity? activity = null)
    {
        var environment = ForThreads(StepThreads.Of(spec.Options)).ToDictionary();
        if (activity is { IdFormat: ActivityIdFormat.W3C, Id: { } traceParent })
            environment["TRACEPARENT"] = traceParent;
        if (activity?.TraceStateString is { Length: > 0 } traceState)
            environment["TRACESTATE"] = traceState;
        return environment;
    }

    /// <summary>The same for a command of the runner that is no step.</summary>
    public static IReadOnlyDictionary<string, string> ForThreads(int count)
    {
        var threads = count.ToString(CultureInfo.InvariantCulture);
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["OPENBLAS_NUM_THREADS"] = threads,
            ["OMP_NUM_THREADS"] = threads,
            ["MKL_NUM_THREADS"] = threads,
            ["OMP_DYNAMIC"] = "FALSE",
            ["MKL_DYNAMIC"] = "FALSE",
            ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8",

            // Activations come and go with every update: glibc keeps their memory instead of giving it back.
            ["MALLOC_MMAP_THRESHOLD_"] = "1073741824",
            ["MALLOC_TRIM_THRESHOLD_"] = "4294967296",
            ["MALLOC_TOP_PAD_"] = "67108864",
        };
    }
}
