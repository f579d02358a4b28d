using WeakToStrong.Contracts;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Runner;

internal static class ExitCodes
{
    public const int Done = 0;
    public const int Error = 1;
    public const int InvalidInput = 2;
    public const int MissingPrerequisite = 3;
}

/// <summary>Errors as one line on standard error and an exit code; a stack trace only with W2S_DEBUG=1.</summary>
internal static class Failures
{
    public static int Guard(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception exception)
        {
            var debug = Environment.GetEnvironmentVariable("W2S_DEBUG") == "1";
            Console.Error.WriteLine($"w2s: {(debug ? exception.ToString() : exception.Message)}");
            return ExitCodeOf(exception);
        }
    }

    /// <summary>The final line of a step that failed: what the protocol cannot know is said here.</summary>
    public static RunnerFailed MessageOf(Exception exception)
    {
        var message = RunnerFailed.Of(exception);
        return ExitCodeOf(exception) switch
        {
            ExitCodes.InvalidInput => message with { Reason = FailureReason.InvalidInput },
            ExitCodes.MissingPrerequisite => message with { Reason = FailureReason.MissingPrerequisite },
            _ => message,
        };
    }

    public static int ExitCodeOf(Exception exception) => exception switch
    {
        InputException or CheckpointException => ExitCodes.InvalidInput,
        LibTorchNotFoundException or CudaNotFoundException => ExitCodes.MissingPrerequisite,
        _ => ExitCodes.Error,
    };
}
