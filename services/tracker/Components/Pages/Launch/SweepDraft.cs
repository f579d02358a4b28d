using WeakToStrong.Experiments.Planning;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>A sweep as it is being typed.</summary>
public sealed record SweepDraft
{
    public static SweepDraft None { get; } = new();

    /// <summary>What its tag calls it; the experiment's name where this is empty.</summary>
    public string Name { get; init; } = "";

    public IReadOnlyList<SweepLine> Lines { get; init; } = [];

    /// <summary>Lines in which nothing is typed yet say nothing.</summary>
    public IReadOnlyList<SweptOption> Axes =>
    [
        .. Lines.Where(line => line.Option.Trim().Length > 0 || line.Values.Trim().Length > 0)
            .Select(line => new SweptOption(line.Option.Trim(), Sweep.Split(line.Values))),
    ];

    public bool IsSweep => Axes.Count > 0;

    public SweepDraft With(int index, SweepLine line) =>
        this with { Lines = [.. Lines.Select((old, at) => at == index ? line : old)] };

    public SweepDraft Without(int index) => this with { Lines = [.. Lines.Where((_, at) => at != index)] };
}

/// <summary>An option, and its values with commas between.</summary>
public sealed record SweepLine(string Option, string Values);
