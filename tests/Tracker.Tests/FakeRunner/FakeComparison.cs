using System.Globalization;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.FakeRunner;

public sealed record ComparisonOptions
{
    public required string Name { get; init; }

    public required IReadOnlyList<int> Seeds { get; init; }

    public required IReadOnlyList<string> Systems { get; init; }
}

/// <summary>Scores that are made up, and a real report of them.</summary>
public static class FakeComparison
{
    public const string Score = "fake-score";
    public const string Comparison = "fake-comparison";
    public const int Questions = 10;

    public static IReadOnlyList<string> Systems { get; } = ["base", "supervisor", "sft", "ceiling"];

    public static StepKind Kind { get; } = new()
    {
        Name = Comparison,
        Revision = 1,
        OptionsType = typeof(ComparisonOptions),
        Host = StepHost.Tracker,
        Outputs = ["report"],
        Summary = "A comparison for tests.",
        Execute = WriteReport,
    };

    internal static void WriteScores(StepContext context)
    {
        var system = context.Options<FakeOptions>().Label;
        ScoreFiles.Write(
            context.Output("scores"),
            Enumerable.Range(0, Questions).Select(i => RowOf(system, i, context.Seed)),
            new ScoreSummary { ModelDigest = context.InputDigests["model"] });
    }

    private static ScoreRow RowOf(string system, int i, int seed)
    {
        // Systems differ by 0.2, questions and seeds by less.
        var quality = 0.2 + (0.2 * Systems.ToList().IndexOf(system)) + (0.01 * ((i + (3 * seed)) % 5));
        return new ScoreRow
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"q{i}"),
            Cluster = string.Create(CultureInfo.InvariantCulture, $"c{i}"),
            Prompt = $"question {i}",
            Completion = $"{system} answers {i}",
            Quality = quality,
            Helpfulness = quality,
            Harmlessness = quality,
        };
    }

    private static void WriteReport(StepContext context)
    {
        var options = context.Options<ComparisonOptions>();
        var systems =
            from system in options.Systems
            from seed in options.Seeds
            select new SystemScores(system, seed, context.Input($"{system}/{seed}"));
        var report = ReportBuilder.Build(new ReportRequest
        {
            Name = options.Name, Task = "fake", Seeds = options.Seeds, Systems = [.. systems],
        });
        ReportFile.WriteStable(report, context.Output("report", "report.json"));
    }
}
