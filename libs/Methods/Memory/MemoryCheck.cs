using System.Globalization;
using WeakToStrong.Experiments.Planning;

namespace WeakToStrong.Methods.Memory;

/// <summary>
/// Holds what the steps of a plan take against what a machine has. What a CUDA device has only a runner knows, so its
/// steps are left out.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="steps">What its steps take, by key.</param>
/// <param name="isCached">Whether a step is done already, by key.</param>
/// <param name="slots">Steps side by side.</param>
/// <param name="bytes">What the machine has.</param>
public sealed class MemoryCheck(
    ExperimentPlan plan,
    IReadOnlyDictionary<string, StepMemory> steps,
    Func<string, bool> isCached,
    int slots,
    long bytes)
{
    private readonly PlannedStep[] _largestFirst =
    [
        .. plan.Steps.Where(step => steps.TryGetValue(step.Key, out var memory) && !memory.IsOnDevice)
            .Where(step => !isCached(step.Key))
            .OrderByDescending(step => steps[step.Key].Usual.Total),
    ];

    /// <summary>One line on what cannot fit, and the option that would help; null when everything can.</summary>
    public string? Refusal()
    {
        if (_largestFirst.FirstOrDefault(step => steps[step.Key].Usual.Total > bytes) is { } step)
            return $"step '{step.Name}' needs {Describe(steps[step.Key])}; there are {Gibibytes(bytes)}; "
                + Help(steps[step.Key], always: false);
        var together = SideBySide();
        var fitting = Fitting(together);
        var sum = together.Sum(each => steps[each.Key].Usual.Total);
        return fitting == together.Count
            ? null
            : $"steps {string.Join(" and ", together.Select(each => $"'{each.Name}'"))} need {Gibibytes(sum)} of "
                + $"memory side by side; there are {Gibibytes(bytes)}; what helps: --slots {fitting}";
    }

    /// <summary>
    /// One line on the step that does not fit when its samples are as long as its options allow; null when all do.
    /// </summary>
    public string? Warning()
    {
        var step = _largestFirst.MaxBy(each => steps[each.Key].AtMost.Total);
        return step is null || steps[step.Key].AtMost.Total <= bytes
            ? null
            : $"step '{step.Name}' needs up to {Gibibytes(steps[step.Key].AtMost.Total)} of memory if its samples are "
                + $"as long as its options allow; there are {Gibibytes(bytes)}; {Help(steps[step.Key], always: true)}";
    }

    // The largest steps of which none waits for another.
    private List<PlannedStep> SideBySide()
    {
        var ancestors = Ancestors();
        var together = new List<PlannedStep>();
        foreach (var step in _largestFirst)
            if (together.Count < slots && together.All(
                other => !ancestors[step.Key].Contains(other.Key) && !ancestors[other.Key].Contains(step.Key)))
                together.Add(step);
        return together;
    }

    // How many of them fit side by side, the largest first: with fewer slots it is these that meet.
    private int Fitting(List<PlannedStep> together)
    {
        var left = bytes;
        return together.TakeWhile(step => (left -= steps[step.Key].Usual.Total) >= 0).Count();
    }

    private Dictionary<string, HashSet<string>> Ancestors()
    {
        var ancestors = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var step in plan.Steps)
            ancestors[step.Key] = [.. step.DependsOn, .. step.DependsOn.SelectMany(key => ancestors[key])];
        return ancestors;
    }

    private string Help(StepMemory step, bool always) => step.Help(bytes, always) is { } option
        ? $"what helps: {option}"
        : "no option makes it fit: take a smaller model or a larger machine";

    private static string Describe(StepMemory step)
    {
        (string Name, long Bytes)[] parts =
        [
            ("weights", step.Usual.Weights), ("gradients", step.Usual.Gradients), ("optimiser", step.Usual.Optimiser),
            ("activations", step.Usual.Activations), ("logits", step.Usual.Logits), ("cache", step.Usual.Cache),
        ];
        var named = parts.Where(part => part.Bytes > 0).Select(part => $"{part.Name} {Gibibytes(part.Bytes)}");
        return $"{Gibibytes(step.Usual.Total)} of memory ({string.Join(", ", named)})";
    }

    private static string Gibibytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0#} GiB");
}
