using WeakToStrong.Experiments.Planning;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// For every step of a plan, the cost of the longest chain that begins with it: list scheduling by this number keeps
/// the slots from waiting for one long chain at the end.
/// </summary>
internal static class CriticalPath
{
    public static IReadOnlyDictionary<string, double> Seconds(IReadOnlyList<PlannedStep> steps)
    {
        var after = new Dictionary<string, double>(StringComparer.Ordinal);
        var paths = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var step in steps.Reverse())
        {
            var path = step.CostSeconds + after.GetValueOrDefault(step.Key);
            paths.Add(step.Key, path);
            foreach (var input in step.DependsOn)
                after[input] = Math.Max(after.GetValueOrDefault(input), path);
        }
        return paths;
    }
}
