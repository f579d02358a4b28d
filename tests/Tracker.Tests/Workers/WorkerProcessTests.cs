using WeakToStrong.FakeRunner;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Workers;

/// <summary>The trainer's own process, as an orchestrator starts, stops and kills it.</summary>
[Collection(SharedBroker.Name)]
public sealed class WorkerProcessTests(TestBroker broker) : IDisposable
{
    // The host's ten seconds, and what a busy machine adds to them.
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(15);

    private readonly TestStore _store = new();

    [Theory]
    [InlineData(Behaviour.Complete)]
    [InlineData(Behaviour.IgnoreStop)]
    public async Task Terminate_WhileAStepRuns_HandsItBackInTime(Behaviour behaviour)
    {
        await using var services = new ServiceHosts(broker.Address, _store);
        var tracker = await services.StartTrackerAsync();
        using var trainer = StartTrainer();
        var plan = _store.Plan();
        plan.Train(plan.Prepare(), "sft", behaviour, updates: 300, milliseconds: 50);
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.WaitAsync(runId, run => run.Steps[1].LastAttempt?.DoneCount >= 2);

        Assert.Equal(0, await trainer.TerminateAsync().WaitAsync(StopTime));

        var run = await tracker.WaitAsync(runId, view => view.Steps[1].Status == StepStatus.Ready);
        Assert.Equal(AttemptStatus.Stopped, run.Steps[1].LastAttempt!.Status);
        Assert.Equal(
            behaviour == Behaviour.IgnoreStop,
            run.Steps[1].LastAttempt!.Detail!.Contains("was killed", StringComparison.Ordinal));
        Assert.Empty(RunnersOf(_store));
    }

    [Fact]
    public async Task Kill_AndStartAgainAsTheSameInstance_LosesItsStepsAtOnce()
    {
        await using var services = new ServiceHosts(broker.Address, _store);
        var tracker = await services.StartTrackerAsync();
        var plan = _store.Plan();
        plan.Train(plan.Prepare(), "sft", updates: 60, milliseconds: 50);
        var runId = await tracker.LaunchAsync(plan.Request());
        using (var trainer = StartTrainer())
        {
            await tracker.WaitAsync(runId, run => run.Steps[1].LastAttempt?.DoneCount >= 2);
            trainer.Kill();
        }

        using var next = StartTrainer();

        // Well before the lease of a minute ends.
        var run = await tracker.WaitForAsync(runId, RunStatus.Completed);
        Assert.Equal(2, run.Steps[1].AttemptCount);
        Assert.StartsWith("sft ", _store.Executions[2], StringComparison.Ordinal);
        Assert.NotEqual("sft 0", _store.Executions[2]);
    }

    [Fact]
    public async Task Start_HealthAndLife_AreAnswered()
    {
        using var trainer = StartTrainer();
        using var client = new HttpClient { BaseAddress = await trainer.AddressAsync() };

        Assert.Equal("Healthy", await client.GetStringAsync("/alive"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        HttpResponseMessage health;
        while (!(health = await client.GetAsync("/health", patience.Token)).IsSuccessStatusCode)
            await Task.Delay(100, patience.Token);
        Assert.Equal(
            """{"status":"healthy","checks":{"masstransit-bus":"healthy","runner":"healthy","store":"healthy"}}""",
            await health.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Store", "", 3, "no store is configured: set Store to its folder")]
    [InlineData("ConnectionStrings__rabbitmq", "", 3, "no broker is configured: set ConnectionStrings__rabbitmq to")]
    [InlineData("ConnectionStrings__rabbitmq", "x", 2, "the broker's address cannot be read: set")]
    [InlineData("Worker__Slots", "many", 2, "Worker:Slots is 'many'; allowed is 1 to 1024")]
    [InlineData("Worker__RunnerPath", "/nonexistent", 3, "there is no runner at /nonexistent: set")]
    [InlineData("ConnectionStrings__rabbitmq", "amqp://nobody:wrong@", 1, "refuses this service")]
    public async Task Start_CannotRun_SaysSoInOneLineAndEnds(string key, string value, int exitCode, string message)
    {
        if (value.EndsWith('@'))
            value += $"{broker.Address.Host}:{broker.Address.Port}";
        using var trainer = StartTrainer((key, value));

        Assert.Equal(exitCode, await trainer.EndAsync().WaitAsync(TimeSpan.FromSeconds(30)));

        var line = trainer.Errors[^1];
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", line, StringComparison.Ordinal);
    }

    public void Dispose() => _store.Dispose();

    private ServiceRun StartTrainer(params (string Key, string Value)[] changes)
    {
        var settings = new Dictionary<string, string>
        {
            ["Store"] = _store.Root,
            ["ConnectionStrings__rabbitmq"] = broker.Address.OriginalString,
            ["Worker__Slots"] = "1",
            ["Worker__Instance"] = "trainer-1",
            ["Worker__RunnerPath"] = TestStore.RunnerPath,
        };
        foreach (var (key, value) in changes)
            settings[key] = value;
        return ServiceRun.Start("WeakToStrong.Trainer", settings);
    }

    private static IEnumerable<string> RunnersOf(TestStore store) =>
        from folder in Directory.EnumerateDirectories("/proc")
        let file = Path.Combine(folder, "cmdline")
        where File.Exists(file) && CommandLine(file).Contains(store.Root, StringComparison.Ordinal)
        select folder;

    private static string CommandLine(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // It has ended in the meantime.
            return "";
        }
    }
}
