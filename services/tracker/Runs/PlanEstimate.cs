using WeakToStrong.Experiments.Planning;

namespace WeakToStrong.Tracker.Runs;

/// <summary>How long a graph of steps takes on so many slots, taking ready steps in the plan's order.</summary>
public static class PlanEstimate
{
    /// <param name="steps">In dependency order; what they depend on beyond these is finished.</param>
    /// <param name="slots">Steps side by side.</param>
    public static double Seconds(IReadOnlyList<PlannedStep> steps, int slots)
    {
        var graph = new Graph(steps);
        var running = new PriorityQueue<int, double>();
        var (now, finished) = (0.0, 0);
        while (finished < steps.Count)
        {
            while (running.Count < slots && graph.TakeReady() is { } next)
                running.Enqueue(next, now + steps[next].CostSeconds);
            if (!running.TryDequeue(out var done, out now))
                throw new ArgumentException("the steps depend on each other in a circle", nameof(steps));
            graph.Finish(done);
            finished++;
        }
        return now;
    }

    /// <summary>What waits for what, by places in the plan; a sweep has thousands of them.</summary>
    private sealed class Graph
    {
        private readonly PriorityQueue<int, int> _ready = new();
        private readonly int[] _missing;
        private readonly List<int>[] _waiting;

        public Graph(IReadOnlyList<PlannedStep> steps)
        {
            var places = steps.Index().ToDictionary(step => step.Item.Key, step => step.Index, StringComparer.Ordinal);
            _missing = new int[steps.Count];
            _waiting = [.. steps.Select(_ => new List<int>())];
            foreach (var (place, step) in steps.Index())
            {
                foreach (var needed in step.DependsOn)
                    if (places.TryGetValue(needed, out var before))
                    {
                        _waiting[before].Add(place);
                        _missing[place]++;
                    }
                if (_missing[place] == 0)
                    _ready.Enqueue(place, place);
            }
        }

        /// <summary>The first in the plan that waits for nothing.</summary>
        public int? TakeReady() => _ready.TryDequeue(out var place, out _) ? place : null;

        public void Finish(int place)
        {
            foreach (var waiting in _waiting[place])
                if (--_missing[waiting] == 0)
                    _ready.Enqueue(waiting, waiting);
        }
    }
}
