using System.Diagnostics;
using OpenTelemetry.Trace;

namespace WeakToStrong.ServiceDefaults;

/// <summary>
/// Records what somebody asked for and drops what begins by itself all the time, which would bury it: polls of the
/// database, and the messages that workers repeat. Parts of a trace that is recorded are always recorded.
/// </summary>
internal sealed class QuietSampler : Sampler
{
    private static readonly string[] RepeatedMessages = ["WorkerReady", "LeaseRenewed", "StepProgressed"];

    public static Sampler Create() => new ParentBasedSampler(new QuietSampler());

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(IsByItself(samplingParameters.Kind, samplingParameters.Name)
            ? SamplingDecision.Drop
            : SamplingDecision.RecordAndSample);

    private static bool IsByItself(ActivityKind kind, string name) => kind switch
    {
        ActivityKind.Client => true,
        ActivityKind.Producer => RepeatedMessages.Any(message => name.Contains(message, StringComparison.Ordinal)),
        _ => false,
    };
}
