using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Methods.Reports;

/// <summary>Options of the step <c>report</c>.</summary>
public sealed record ReportOptions
{
    public required string Name { get; init; }

    public required string Task { get; init; }

    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>The rows' systems, in the report's order.</summary>
    public required IReadOnlyList<string> Systems { get; init; }
}

/// <summary>
/// Step <c>report</c>: the evaluations of all systems and seeds, <c>system/seed</c> → the comparison.
/// </summary>
public static class ReportStep
{
    public const string Kind = "report";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 2,
        OptionsType = typeof(ReportOptions),
        Host = StepHost.Tracker,
        Outputs = ["report"],
        Summary = "Compares all systems over all seeds.",
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var options = context.Options<ReportOptions>();
        var systems =
            from system in options.Systems
            from seed in options.Seeds
            select new SystemScores(system, seed, context.Input($"{system}/{seed}"));
        var report = ReportBuilder.Build(new ReportRequest
        {
            Name = options.Name, Task = options.Task, Seeds = options.Seeds, Systems = [.. systems], Notes = [],
        });
        ReportFile.WriteStable(report, context.Output("report", ReportFile.Name));
    }
}
