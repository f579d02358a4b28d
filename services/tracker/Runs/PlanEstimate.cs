using WeakToStrong.Experiments.Planning;

namespace WeakToStrong.Tracker.Runs;

/// <summary>How long a graph of steps takes on so many slots, taking ready steps in the plan's order.</summary>
public static class PlanEstimate
{
    /// <param name="steps">In dependency order; what they depend on beyond these is finished.</param>
    /// <param name="slots">Steps side by side.</param>
    public static double Seconds(IReadOnlyList<PlannedStep> steps, int slots)
    {
        var waiting = steps.ToList();
        var unfinished = steps.Select(step => step.Key).ToHashSet(StringComparer.Ordinal);
        var running = new PriorityQueue<string, double>();
        var now = 0.0;
        while (waiting.Count > 0 || running.Count > 0)
        {
            Start(waiting, unfinished, running, slots, now);
            if (!running.TryDequeue(out var key, out now))
                throw new ArgumentException("the steps depend on each other in a circle", nameof(steps));
            unfinished.Remove(key);
        }
        return now;
    }

    private static void Start(
        List<PlannedStep> waiting,
        HashSet<string> unfinished,
        PriorityQueue<string, double> running,
        int slots,
        double now)
    {
        var ready = waiting.Where(step => !step.DependsOn.Any(unfinished.Contains))
            .Take(slots - running.Count)
            .ToArray();
        foreach (var step in ready)
        {
            running.Enqueue(step.Key, now + step.CostSeconds);
            waiting.Remove(step);
        }
    }
}
