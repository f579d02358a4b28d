using System.Diagnostics;
using OpenTelemetry.Trace;
using WeakToStrong.ServiceDefaults;

namespace WeakToStrong.Tracker.Tests.Telemetry;

public sealed class QuietSamplerTests
{
    [Theory]
    [InlineData(ActivityKind.Server, "POST /api/runs", SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Producer, "dispatch step", SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Producer, "WeakToStrong.Contracts:StepCompleted send", SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Internal, "run", SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Client, "tracker", SamplingDecision.Drop)]
    [InlineData(ActivityKind.Producer, "WeakToStrong.Contracts:WorkerReady send", SamplingDecision.Drop)]
    [InlineData(ActivityKind.Producer, "WeakToStrong.Contracts:LeaseRenewed send", SamplingDecision.Drop)]
    [InlineData(ActivityKind.Producer, "WeakToStrong.Contracts:StepProgressed send", SamplingDecision.Drop)]
    public void ShouldSample_TheBeginningOfATrace_DropsWhatComesByItself(
        ActivityKind kind, string name, SamplingDecision decision) =>
        Assert.Equal(decision, Sample(default, kind, name));

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityTraceFlags.None, SamplingDecision.Drop)]
    public void ShouldSample_APart_IsAsItsWholeIs(ActivityTraceFlags flags, SamplingDecision decision)
    {
        var parent = new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags, traceState: null, isRemote: true);

        Assert.Equal(decision, Sample(parent, ActivityKind.Client, "tracker"));
    }

    private static SamplingDecision Sample(ActivityContext parent, ActivityKind kind, string name)
    {
        var parameters = new SamplingParameters(parent, ActivityTraceId.CreateRandom(), name, kind, null, null);
        return QuietSampler.Create().ShouldSample(parameters).Decision;
    }
}
