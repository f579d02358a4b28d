using WeakToStrong.Experiments.Steps;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

public sealed class StepsApiTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Show_AStep_HasWhatDecidesItAndHowItWent()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var run = await CompleteAsync(host, "behaviour: crash_once");
        var training = run.Steps.Single(step => step.Name == "seed 1 / sft");

        var step = await host.GetAsync<StepView>($"api/steps/{training.Key}");

        Assert.Equal((1, "crash_once"), (step.Seed, (string?)step.Options["behaviour"]));
        var input = Assert.Single(step.Inputs);
        Assert.Equal(("data", run.Steps[0].Outputs["data"]), (input.Name, input.Digest));
        // Between them may be one that the worker got before it had put the killed runner away.
        var statuses = step.Attempts.Select(attempt => attempt.Status).ToList();
        Assert.Equal((AttemptStatus.Completed, AttemptStatus.Lost), (statuses[0], statuses[^1]));
        Assert.DoesNotContain(AttemptStatus.Completed, statuses.Skip(1));
        Assert.Equal(
            ["sft 0", "sft 2"], _store.Executions.Where(line => line.StartsWith("sft ", StringComparison.Ordinal)));
        var attempts = await host.GetAsync<AttemptRow[]>($"api/steps/{training.Key}/attempts");
        Assert.Equal(Enumerable.Range(1, statuses.Count).Reverse(), attempts.Select(attempt => attempt.Number));
    }

    [Fact]
    public async Task Metrics_OfAStep_AreCutSelectedAndMadeShort()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var run = await CompleteAsync(host, "updates: 40");
        var path = $"api/steps/{run.Steps.Single(step => step.Name == "seed 1 / sft").Key}/metrics";
        var metrics = $"{path}?names=loss";

        var names = (await host.GetAsync<MetricSeriesView[]>(path)).Select(series => series.Name);
        Assert.Equal(["loss", AxisMetrics.WallTime], names);
        var all = Assert.Single(await host.GetAsync<MetricSeriesView[]>(metrics));
        Assert.Equal(("loss", 40, 40), (all.Name, all.Count, all.Buckets.Count));

        // The loss is 1/update: of 11 to 20 in two parts the extremes are 1/11, 1/15, 1/16 and 1/20.
        var cut = Assert.Single(await host.GetAsync<MetricSeriesView[]>($"{metrics}&from=11&to=20&buckets=2"));
        Assert.Equal(10, cut.Count);
        Assert.Equal([11, 15, 16, 20], cut.ToSeries().Samples.Select(sample => sample.At));

        Assert.Empty(await host.GetAsync<MetricSeriesView[]>($"{path}?names=reward"));
        Assert.Single(await host.GetAsync<MetricSeriesView[]>($"{metrics}&names=reward"));
        await ApiHost.ProblemAsync(await host.Client.GetAsync($"{metrics}&buckets=0"), 400);
    }

    [Fact]
    public async Task Metrics_ThatAreNotNumbers_AreCounted()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var run = await CompleteAsync(host, "behaviour: diverge");
        var key = run.Steps.Single(step => step.Name == "seed 1 / sft").Key;

        var series = await host.GetAsync<MetricSeriesView[]>($"api/steps/{key}/metrics?names=loss&buckets=1");
        var loss = Assert.Single(series);

        var bucket = Assert.Single(loss.Buckets);
        Assert.Equal((4, 4, null), (bucket.Count, bucket.NotFiniteCount, bucket.Max));
    }

    [Fact]
    public async Task Log_OfAnAttempt_IsTextThatCanBeReadOn()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var run = await CompleteAsync(host);
        var log = $"api/steps/{run.Steps.Single(step => step.Name == "seed 1 / sft").Key}/attempts/1/log";

        using var end = await host.Client.GetAsync(log);
        Assert.Equal("text/plain", end.Content.Headers.ContentType!.MediaType);
        Assert.Contains("completed: model ", await end.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var first = await host.Client.GetAsync($"{log}?from=0&limit=100");
        Assert.Contains("attempt 1 of seed 1 / sft", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var next = Assert.Single(first.Headers.GetValues("Log-Next"));
        Assert.DoesNotContain(
            "attempt 1 of", await host.Client.GetStringAsync($"{log}?from={next}"), StringComparison.Ordinal);
        Assert.Equal(Assert.Single(end.Headers.GetValues("Log-End")), Assert.Single(end.Headers.GetValues("Log-Next")));
        await ApiHost.ProblemAsync(await host.Client.GetAsync($"{log}?limit=0"), 400);
        var other = log.Replace("/1/", "/7/", StringComparison.Ordinal);
        await ApiHost.ProblemAsync(await host.Client.GetAsync(other), 404);
    }

    [Theory]
    [InlineData("/attempts/1/log")]
    [InlineData("")]
    [InlineData("/attempts")]
    [InlineData("/metrics")]
    public async Task AnyOf_AStepThatIsNotThere_Is404(string part)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/steps/{new string('a', 64)}{part}"), 404);
    }

    public void Dispose() => _store.Dispose();

    private async Task<RunView> CompleteAsync(ApiHost host, params string[] more)
    {
        var run = await host.LaunchAsync(ApiHost.Experiment(_store.Root, more));
        return await host.WaitForAsync(run.Run.Id, RunStatus.Completed);
    }
}
