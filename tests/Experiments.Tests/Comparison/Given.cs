using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;

namespace WeakToStrong.Experiments.Tests.Comparison;

/// <summary>Small experiments, report rows and answers.</summary>
internal static class Given
{
    public static ExperimentOptions Options(string yaml) => ExperimentOptions.Read(yaml);

    public static ReportRow Row(
        string system, int seed, double quality, double helpfulness = 0, double harmlessness = 0) =>
        new()
        {
            System = system,
            Seed = seed,
            Quality = quality,
            Helpfulness = helpfulness,
            Harmlessness = harmlessness,
            WinRate = null,
            CopyFraction = null,
            EditRatio = null,
            Pgr = null,
            PgrReason = null,
            ModelDigest = "m",
        };

    public static ScoreRow Answer(string id, double quality, string completion = "", string cluster = "c") => new()
    {
        Id = id,
        Cluster = cluster,
        Prompt = $"question {id}",
        Completion = completion,
        Quality = quality,
        Helpfulness = quality,
        Harmlessness = 1 - quality,
    };
}
