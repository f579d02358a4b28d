using Microsoft.Extensions.Configuration;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker.Tests.Support;
using WeakToStrong.Workers;

namespace WeakToStrong.Tracker.Tests.Bus;

public sealed class ServiceSettingsTests : IDisposable
{
    private const string Broker = "amqp://user:secret@127.0.0.1:1234";

    private readonly TestStore _store = new();

    [Theory]
    [InlineData("ConnectionStrings:rabbitmq", "localhost:5672")]
    [InlineData("ConnectionStrings:rabbitmq", "http://user:secret@localhost")]
    public void RequireBroker_NoAddressOfABroker_SaysWhatIsAllowedAndNoPassword(string key, string value)
    {
        var error = Assert.Throws<InvalidSettingException>(() => Configure((key, value)).RequireBroker());

        Assert.Contains("amqp://USER:PASSWORD@HOST:PORT", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BrokerAddress_AsText_HasNoPassword() =>
        Assert.Equal("127.0.0.1:1234", new BrokerAddress(new Uri(Broker)).ToString());

    [Fact]
    public void BrokerAddress_WithoutAPort_IsTheUsualOne() =>
        Assert.Equal("host:5672", new BrokerAddress(new Uri("amqp://host")).ToString());

    [Fact]
    public void ReadOptions_Configured_AreTaken()
    {
        var configuration = Configure(
            ("Store", _store.Root), ("Worker:Slots", "7"), ("Worker:Instance", "left"),
            ("Worker:RunnerPath", TestStore.RunnerPath));

        var options = WorkerService.ReadOptions(configuration, "labeler", StepHost.Labeler);

        Assert.Equal((7, "left", TestStore.RunnerPath), (options.SlotCount, options.Instance, options.RunnerPath));
        Assert.Equal(_store.Root, options.StoreRoot);
        Assert.True(options.StopGrace + options.TellTimeout < ServiceDefaultsServices.ShutdownTimeout);
    }

    [Fact]
    public void RetentionOf_Configured_IsTakenAndTheRestIsAsUsual()
    {
        var retention = TrackerSettings.RetentionOf(Configure(
            ("Tracker:RunDays", "7"), ("Tracker:AttemptDays", "8"), ("Tracker:RetentionHour", "0")));

        Assert.Equal(new RetentionOptions { RunDays = 7, AttemptDays = 8, HourOfDay = 0 }, retention);
        Assert.Throws<InvalidSettingException>(
            () => TrackerSettings.RetentionOf(Configure(("Tracker:WorkerDays", "0"))));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1025")]
    [InlineData("-1")]
    [InlineData("two")]
    [InlineData("1.5")]
    public void ReadOptions_SlotsOutOfRange_SayWhatIsAllowed(string slots)
    {
        var configuration = Configure(
            ("Store", _store.Root), ("Worker:Slots", slots), ("Worker:RunnerPath", TestStore.RunnerPath));

        var error = Assert.Throws<InvalidSettingException>(
            () => WorkerService.ReadOptions(configuration, "labeler", StepHost.Labeler));

        Assert.Equal($"Worker:Slots is '{slots}'; allowed is 1 to {WorkerOptions.MaxSlots}", error.Message);
    }

    [Fact]
    public void ReadOptions_NoRunner_NamesTheSetting()
    {
        var configuration = Configure(("Store", _store.Root), ("Worker:RunnerPath", "/nonexistent/w2s-runner"));

        var error = Assert.Throws<MissingPrerequisiteException>(
            () => WorkerService.ReadOptions(configuration, "labeler", StepHost.Labeler));

        Assert.Equal(
            "there is no runner at /nonexistent/w2s-runner: set Worker__RunnerPath to the w2s-runner", error.Message);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, "service.instance.id=abc-1", "labeler-abc-1")]
    [InlineData(null, "deployment=x, service.instance.id = a%2Cb ,y=z", "labeler-a,b")]
    [InlineData(null, "service.instance.id=", null)]
    [InlineData(null, "other.service.instance.id=abc", null)]
    [InlineData("given", "service.instance.id=abc", "given")]
    public void WorkerInstance_Find_ReadsWhatTheReplicaWasGiven(string? instance, string? attributes, string? expected)
    {
        var configuration = Configure(("Worker:Instance", instance), ("OTEL_RESOURCE_ATTRIBUTES", attributes));

        Assert.Equal(expected, WorkerInstance.Find(configuration, "labeler"));
    }

    public void Dispose() => _store.Dispose();

    private static IConfiguration Configure(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value)).Build();
}
