using WeakToStrong.Experiments.Reporting;
using WeakToStrong.FakeRunner;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

public sealed class ResultsApiTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Report_OfACompletedRun_IsTheFileOfTheStore()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var id = await CompleteAsync(host);

        var bytes = await host.Client.GetByteArrayAsync($"api/runs/{id}/report");

        var report = ReportFile.Parse(bytes, "answer");
        Assert.Equal(ReportFile.Read(host.Get<RunQueries>().ReportPath(id)).ReportDigest, report.ReportDigest);
        Assert.Equal(FakeComparison.Systems, report.Summary.Select(summary => summary.System));
    }

    [Fact]
    public async Task AnyResult_OfARunWithoutReport_SaysSo()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var id = (await host.LaunchAsync(ApiHost.Experiment(_store.Root, "behaviour: error"))).Run.Id;
        await host.WaitForAsync(id, RunStatus.Failed);

        await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/runs/{id}/report"), 409);
        await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/runs/{id}/samples"), 409);
        var problem = await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/compare?runs={id}"), 400);
        Assert.Contains("has no report yet", (string?)problem["problems"]![0]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_ThatWasChanged_IsRefused()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var id = await CompleteAsync(host);
        var path = host.Get<RunQueries>().ReportPath(id);
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(
            path, text.Replace("\"quality\": 0.", "\"quality\": 0.9", StringComparison.Ordinal));

        await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/runs/{id}/report"), 500);
    }

    [Fact]
    public async Task Samples_PageOrSpread_HasEverySystemsAnswers()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var id = await CompleteAsync(host);

        var page = await host.GetAsync<AnswerSamples>($"api/runs/{id}/samples?offset=8&limit=5&seed=2");
        Assert.Equal((2, 10), (page.Seed, page.TotalCount));
        Assert.Equal([1, 2], page.Seeds);
        Assert.Equal(["q8", "q9"], page.Rows.Select(row => row.Id));
        Assert.All(page.Rows, row => Assert.Equal(
            FakeComparison.Systems, row.Answers.Select(answer => answer.System)));

        var spread = await host.GetAsync<AnswerSamples>($"api/runs/{id}/samples?spread=3");
        Assert.Equal(1, spread.Seed);
        Assert.Equal(["q0", "q3", "q6"], spread.Rows.Select(row => row.Id));

        await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/runs/{id}/samples?seed=7"), 404);
        await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/runs/{id}/samples?limit=0"), 400);
    }

    [Fact]
    public async Task Samples_NobodyWaitsForThemAnyMore_GivesUp()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var run = await host.Get<RunQueries>().ShowAsync(await CompleteAsync(host), default);

        Assert.Throws<OperationCanceledException>(() => host.Get<RunResults>().Samples(
            run, SampleChoice.Spread(3), seed: null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Compare_TwoRuns_TakesDifferencesToTheFirst()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var (first, second) = (await CompleteAsync(host), await CompleteAsync(host, "name=second", "seeds=[2, 3]"));

        var comparison = await host.GetAsync<RunComparison>($"api/compare?runs={first:N}&runs=second");

        Assert.Equal(["fake", "second"], comparison.Runs.Select(run => run.Name));
        Assert.All(comparison.Metrics, metric => Assert.Equal(0, metric.Deltas[0]));
        Assert.Equal(second.ToString("N")[..8], comparison.Runs[1].ShortId);
        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/compare"), 400);
        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/compare?runs=nosuchrun"), 404);
    }

    public void Dispose() => _store.Dispose();

    private async Task<Guid> CompleteAsync(ApiHost host, params string[] overrides)
    {
        var run = await host.LaunchAsync(ApiHost.Experiment(_store.Root), ["seeds=[1, 2]", .. overrides]);
        return (await host.WaitForAsync(run.Run.Id, RunStatus.Completed)).Run.Id;
    }
}
