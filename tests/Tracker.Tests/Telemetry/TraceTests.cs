using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Configuration;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Telemetry;

/// <summary>A run is one trace, from its launch through broker, workers and runners to its report.</summary>
[Collection(LoneBroker.Name)]
public sealed class TraceTests(TestBroker broker) : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Run_LaunchedInATrace_IsAllOfItAndReachesTheCollector()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        using var launch = new ActivitySource("WeakToStrong.Tests.Launch");
        string traceId;
        await using (var services = Services(collector))
        {
            var tracker = await services.StartTrackerAsync();
            await services.StartWorkerAsync();
            var plan = _store.Plan();
            plan.Evaluate(plan.Train(plan.Prepare(), "sft"), "sft scores");
            using (var activity = launch.StartActivity("launch")!)
            {
                traceId = activity.TraceId.ToHexString();
                var runId = await tracker.LaunchAsync(plan.Request());
                activity.Stop();
                await tracker.WaitForAsync(runId, RunStatus.Completed);
            }
            // The end of a message's way is told a little later than what it did.
            await Eventually.TrueAsync(
                () => SpansOf(collector, traceId).Any(span => span.Name == "run")
                    && RootsOf(SpansOf(collector, traceId)) is ["launch"],
                "the trace is whole");
        }

        var spans = SpansOf(collector, traceId);
        // A worker whose slot is not free yet declines, and the step is dispatched once more.
        var declined = spans.Count(span => span.Name.EndsWith("StepDeclined send", StringComparison.Ordinal));
        Assert.Equal(2 + declined, spans.Count(span => span.Name == "dispatch step"));
        Assert.Single(spans, span => span.Name == "step fake-train");
        Assert.Single(spans, span => span.Name == "step fake-evaluate");
        Assert.Contains(spans, span => span.Name.EndsWith("StepCompleted send", StringComparison.Ordinal));
        Assert.Single(spans, span => span.Name == "write report");
        Assert.Single(spans, span => span.Name == "run");
        // Every span hangs on another of the same trace, all the way up to the launch.
        Assert.Equal(["launch"], RootsOf(spans));
        Assert.Equal("launch", Ancestors(spans, spans.Single(span => span.Name == "step fake-evaluate"))[^1].Name);
        // No other trace speaks of this run, and nothing that repeats itself makes one.
        var others = collector.Spans.Where(span => span.TraceId != traceId).Select(span => span.Name);
        Assert.DoesNotContain(others, name => name.StartsWith("step ", StringComparison.Ordinal));
        Assert.DoesNotContain(others, name => name.Contains("WorkerReady", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Service_WithACollector_TellsItWhoItIsAndAllItHasWhenItStops()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using (var services = Services(collector))
        {
            var tracker = await services.StartTrackerAsync();
            await services.StartWorkerAsync();
            var plan = _store.Plan();
            plan.Train(plan.Prepare(), "sft");
            using var launch = new ActivitySource("WeakToStrong.Tests.Launch");
            using var activity = launch.StartActivity("launch");
            await tracker.WaitForAsync(await tracker.LaunchAsync(plan.Request()), RunStatus.Completed);
        }

        var span = collector.Spans.First(span => span.Name == "step fake-train");
        Assert.Equal("named-outside", span.Service);
        Assert.Equal("given-outside", span.Resource["service.instance.id"]);
        Assert.Equal("WeakToStrong.Workers", span.Source);
        Assert.Contains(collector.Bodies("metrics"), body => Has(body, "weaktostrong.worker.steps"));
        Assert.Contains(collector.Bodies("metrics"), body => Has(body, "weaktostrong.worker.slots.free"));
        Assert.Contains(collector.Bodies("logs"), body => Has(body, "attempt 1 started") && Has(body, "StepKey"));
    }

    public void Dispose() => _store.Dispose();

    private ServiceHosts Services(OtlpReceiver collector) => new(broker.Address, _store)
    {
        Configure = builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
                ["OTEL_SERVICE_NAME"] = "named-outside",
                ["OTEL_RESOURCE_ATTRIBUTES"] = "service.instance.id=given-outside",
                ["Logging:LogLevel:WeakToStrong"] = "Information",
            });
            builder.AddServiceDefaults("test");
        },
    };

    private static List<OtlpSpan> SpansOf(OtlpReceiver collector, string traceId) =>
        [.. collector.Spans.Where(span => span.TraceId == traceId)];

    /// <summary>Names of the spans whose parent is not there.</summary>
    private static IReadOnlyList<string> RootsOf(List<OtlpSpan> spans)
    {
        var ids = spans.Select(span => span.SpanId).ToHashSet();
        return [.. spans.Where(span => !ids.Contains(span.ParentId)).Select(span => span.Name)];
    }

    private static List<OtlpSpan> Ancestors(List<OtlpSpan> spans, OtlpSpan span)
    {
        var ancestors = new List<OtlpSpan>();
        for (var next = span; next is not null; next = spans.SingleOrDefault(other => other.SpanId == next.ParentId))
            ancestors.Add(next);
        return ancestors;
    }

    private static bool Has(byte[] body, string text) =>
        body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
