using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Methods;
using WeakToStrong.Tracker;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Reports;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>Runs as they would be after weeks of use, written into a store without computing anything.</summary>
internal static class StoreSeed
{
    public const string Completed = "hh-harmless-sweep";
    public const string Failed = "dpo-without-reference";
    public const string Cancelled = "long-names-are-cut-in-the-middle-of-a-word-where-there-is-no-room-for-them";

    private const string Text = """
        {"methods":[{"method":"sft","name":"sft"},{"method":"dpo","name":"dpo"},{"method":"ppo","name":"rlhf"}],
        "seeds":[1,2,3]}
        """;

    /// <summary>So many runs, the newest a minute old.</summary>
    public static async Task AddAsync(string store, int count)
    {
        var services = new ServiceCollection();
        services.AddTrackerStore(new TrackerOptions { StoreRoot = store }, MethodCatalogue.Create());
        await using var provider = services.BuildServiceProvider();
        var now = TimeProvider.System.GetUtcNow();
        var runs = Enumerable.Range(0, count).Select(index => RunAt(index, now)).ToArray();
        await provider.GetRequiredService<TrackerDatabase>().WriteAsync(
            db =>
            {
                db.Runs.AddRange(runs);
                return db.SaveChangesAsync();
            },
            default);
        foreach (var (index, run) in runs.Index().Where(entry => entry.Item.Status == RunStatus.Completed))
            WriteReport(store, run, index);
    }

    private static Run RunAt(int index, DateTimeOffset now)
    {
        var created = now - TimeSpan.FromMinutes(1 + (index * index * 7));
        var status = (index % 5) switch
        {
            1 => RunStatus.Failed,
            2 => RunStatus.Cancelled,
            _ => RunStatus.Completed,
        };
        return new Run
        {
            Id = new Guid(0x5eed0000 + index, 0, 0, new byte[8]),
            Name = status switch
            {
                RunStatus.Failed => Failed,
                RunStatus.Cancelled => Cancelled,
                _ => string.Create(CultureInfo.InvariantCulture, $"{Completed}-{index}"),
            },
            Task = "correction",
            ExperimentText = Text,
            ReportStepKey = "report",
            Status = status,
            CreatedAt = created,
            StartedAt = created + TimeSpan.FromSeconds(1),
            FinishedAt = created + TimeSpan.FromSeconds(40 + (index * 13 % 900)),
            Failure = status == RunStatus.Failed ? "seed 2 / dpo: the loss is not finite after 118 updates" : null,
        };
    }

    private static void WriteReport(string store, Run run, int index)
    {
        var pgr = 0.35 + (0.4 * Math.Abs(Math.Sin(index)));
        var report = new Report
        {
            Name = run.Name,
            Task = run.Task,
            Seeds = [1, 2, 3],
            ReportDigest = "",
            Rows = [],
            Summary = [Summary("sft", pgr - 0.1), Summary("dpo", pgr)],
            Differences = [],
            Notes = [],
        };
        var path = RunReportWriter.PathOf(store, run.Id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ReportFile.WriteStable(report with { ReportDigest = ReportFile.DigestOf(report) }, path);
    }

    private static SystemSummary Summary(string system, double pgr) => new()
    {
        System = system,
        Quality = Around(0.6),
        Helpfulness = Around(0.62),
        Harmlessness = Around(0.58),
        Pgr = Around(pgr),
        MeanGainOverMeanGap = pgr,
    };

    private static MeanInterval Around(double mean) =>
        new() { Mean = mean, Low = mean - 0.11, High = mean + 0.12, N = 3 };
}
