using System.Text.Json;
using System.Text.Json.Serialization;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Steps;

/// <summary>One line that a runner writes to its standard output.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RunnerProgressed), "progress")]
[JsonDerivedType(typeof(RunnerCompleted), "completed")]
[JsonDerivedType(typeof(RunnerFailed), "failed")]
public abstract record RunnerMessage;

/// <summary>How far the step is; metrics under TRL's names, at <paramref name="Done"/>.</summary>
public sealed record RunnerProgressed(long Done, long Total, string Unit, IReadOnlyDictionary<string, double> Metrics)
    : RunnerMessage;

/// <summary>Final line: output name → digest; <paramref name="Reused"/> when the store had them already.</summary>
public sealed record RunnerCompleted(IReadOnlyDictionary<string, string> Outputs, bool Reused) : RunnerMessage;

/// <summary>
/// Final line: why there are no outputs, and one line for people. A step, or a store, that another process holds locked
/// is <see cref="FailureReason.RunnerLost"/>: trying again helps.
/// </summary>
public sealed record RunnerFailed(FailureReason Reason, string Detail) : RunnerMessage
{
    /// <summary>What an exception out of <see cref="StepExecutor"/> means.</summary>
    public static RunnerFailed Of(Exception exception) =>
        new(ReasonOf(exception), exception.Message.ReplaceLineEndings(" ").Trim());

    private static FailureReason ReasonOf(Exception exception) => exception switch
    {
        StepStoppedException => FailureReason.Stopped,
        InputException => FailureReason.InvalidInput,
        StorageFullException => FailureReason.StorageFull,
        StepLockedException or StoreLockedException => FailureReason.RunnerLost,
        DllNotFoundException => FailureReason.MissingPrerequisite,
        _ => FailureReason.Error,
    };
}

/// <summary>
/// How a runner and its parent talk. Standard output: JSON lines, the last of them final. Standard error: text for
/// people. Standard input: the line <see cref="StopLine"/> asks to stop at the next boundary; its end means that the
/// parent is gone, and the runner exits at once. A runner ignores SIGINT, which a terminal sends to parent and child
/// alike: the parent decides.
/// </summary>
public static class RunnerProtocol
{
    public const string StopLine = "stop";

    /// <summary>
    /// Set to <see cref="Watched"/>, a command that is no step ends with its standard input, too. Without it the input
    /// may be anything: people start these commands as well.
    /// </summary>
    public const string WatchVariable = "W2S_WATCH_PARENT";

    public const string Watched = "1";

    private static readonly JsonSerializerOptions Serializer = new(StepJson.Serializer)
    {
        // A diverged loss is a value too: "NaN", "Infinity".
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        AllowOutOfOrderMetadataProperties = true,
    };

    /// <summary>Arguments of the command that executes one step.</summary>
    public static IReadOnlyList<string> StepArguments(string storeRoot, string specFile) =>
        ["step", "--store", storeRoot, "--spec", specFile];

    /// <summary>Writes one line and flushes it.</summary>
    public static void Write(TextWriter writer, RunnerMessage message)
    {
        writer.WriteLine(JsonSerializer.Serialize(message, Serializer));
        writer.Flush();
    }

    /// <summary>The message of a line, or null when the line is none: native libraries print where they like.</summary>
    public static RunnerMessage? TryParse(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            return JsonSerializer.Deserialize<RunnerMessage>(line, Serializer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string WriteSpec(StepSpec spec) => JsonSerializer.Serialize(spec, StepJson.Serializer);

    public static StepSpec ReadSpec(string json) =>
        JsonSerializer.Deserialize<StepSpec>(json, StepJson.Serializer)
        ?? throw new JsonException("the step specification is null");
}
