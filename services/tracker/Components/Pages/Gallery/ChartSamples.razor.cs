using WeakToStrong.Tracker.Components.Charts;

namespace WeakToStrong.Tracker.Components.Pages.Gallery;

public sealed partial class ChartSamples
{
    private static readonly double[] Steps = [.. Enumerable.Range(0, 200).Select(i => i * 10.0)];

    private readonly ChartAxis _steps = new() { Label = "step" };
    private readonly ChartAxis _helpfulness = new() { Label = "helpfulness" };
    private readonly ChartAxis _harmlessness = new() { Label = "harmlessness" };

    private readonly LineSeries[] _curves =
    [
        Curve("sft", "seed 1 / sft", "system-sft", 2.2, 60, 0.18),
        Curve("dpo", "seed 1 / dpo", "system-dpo", 1.1, 90, 0.12),
        Curve("rlhf", "seed 1 / rlhf", "system-rlhf", 1.6, 140, 0.25),
    ];

    private readonly LineSeries[] _bands =
        [Band("dpo", "dpo", "system-dpo", 2.1), Band("sft", "sft", "system-sft", 1.2)];

    private readonly IntervalPoint[] _points =
    [
        Point("base", 0.31, 0.42), Point("supervisor", 0.71, 0.48), Point("sft", 0.69, 0.61),
        Point("dpo", 0.78, 0.66), Point("rlhf", 0.74, 0.7), Point("ceiling", 0.88, 0.82),
    ];

    private readonly IntervalBar[] _bars =
    [
        new() { Id = "sft", Name = "sft", Color = "system-sft", Value = 0.44, Low = 0.31, High = 0.57 },
        new() { Id = "dpo", Name = "dpo", Color = "system-dpo", Value = 0.62, Low = 0.51, High = 0.73 },
        new() { Id = "rlhf", Name = "rlhf", Color = "system-rlhf", Value = 0.58, Low = 0.36, High = 0.8 },
        new() { Id = "kto", Name = "a method with a rather long name", Color = "series-5", Value = -0.08 },
    ];

    private readonly ParallelAxis[] _axes =
    [
        new() { Id = "beta", Name = "beta", Log = true }, new() { Id = "rate", Name = "learning_rate", Log = true },
        new() { Id = "from", Name = "from", Categories = ["base", "sft"] }, new() { Id = "pgr", Name = "PGR" },
    ];

    private readonly ParallelLine[] _lines = [.. Enumerable.Range(0, 24).Select(Line)];

    private readonly GraphNode[] _nodes =
    [
        Node("world", "world", "cached", isCached: true), Node("student", "pretrain student", "cached", isCached: true),
        Node("supervisor", "supervisor", "completed"), Node("labels", "weak labels", "completed"),
        Node("sft", "sft", "running", 0.62, "62 % · 0:41 left"), Node("dpo", "dpo", "failed", note: "loss not finite"),
        Node("reward", "reward model", "ready"), Node("rlhf", "rlhf", "waiting"), Node("report", "report", "waiting"),
    ];

    private readonly GraphEdge[] _edges =
    [
        new("world", "student"), new("world", "supervisor"), new("student", "labels"), new("supervisor", "labels"),
        new("labels", "sft"), new("labels", "dpo"), new("labels", "reward"), new("reward", "rlhf"), new("sft", "rlhf"),
        new("sft", "report"), new("dpo", "report"), new("rlhf", "report"),
    ];

    private AxisRange? _range;
    private string? _chosen = "sft";

    private static LineSeries Curve(string id, string name, string color, double start, double decay, double noise)
    {
        var smooth = Steps.Select(x => (start * Math.Exp(-x / (decay * 10))) + 0.4).ToArray();
        var raw = smooth.Select((y, i) => y + (noise * Math.Sin(i * 12.9898) * Math.Cos(i * 78.233))).ToArray();
        return new LineSeries
        {
            Id = id,
            Name = name,
            Color = color,
            X = Steps,
            Y = [.. raw.Select((y, i) => i == 90 ? (double?)null : y)],
            Low = [.. raw.Select(y => (double?)(y - noise))],
            High = [.. raw.Select((y, i) => (double?)(y + (i == 60 ? 1.2 : noise)))],
            Smooth = [.. smooth.Select(y => (double?)y)],
        };
    }

    private static LineSeries Band(string id, string name, string color, double end)
    {
        var mean = Steps.Select(x => end * (1 - Math.Exp(-x / 700))).ToArray();
        return new LineSeries
        {
            Id = id,
            Name = $"{name}, 3 seeds",
            Color = color,
            X = Steps,
            Y = [.. mean.Select(y => (double?)y)],
            Low = [.. mean.Select((y, i) => (double?)(y - (0.05 + (i * 0.0015))))],
            High = [.. mean.Select((y, i) => (double?)(y + (0.05 + (i * 0.0015))))],
        };
    }

    private static IntervalPoint Point(string system, double x, double y) => new()
    {
        Id = system,
        Name = system,
        Color = ChartColor.System(system),
        X = x,
        XLow = x - 0.04,
        XHigh = x + 0.05,
        Y = y,
        YLow = y - 0.05,
        YHigh = y + 0.04,
    };

    private static ParallelLine Line(int index)
    {
        var beta = Math.Pow(10, -2 + (index % 6 * 0.4));
        var rate = Math.Pow(10, -5 + (index % 4 * 0.5));
        return new ParallelLine
        {
            Id = $"run-{index}",
            Name = $"run {index}",
            Color = index % 2 == 0 ? "series-1" : "series-2",
            Values = [beta, rate, index % 2 == 0 ? "base" : "sft", 0.3 + (0.3 * Math.Sin(index))],
        };
    }

    private static GraphNode Node(
        string id, string label, string state, double? progress = null, string? note = null, bool isCached = false) =>
        new() { Id = id, Label = label, State = state, Note = note ?? state, Progress = progress, Cached = isCached };
}
