using WeakToStrong.Contracts;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Hosting;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;
using WeakToStrong.W2s.Remote;

namespace WeakToStrong.W2s;

/// <summary>Something the machine lacks: what to install.</summary>
internal sealed class MissingPrerequisiteException(string message) : Exception(message);

/// <summary>The command cannot be done as asked, for a reason one line can say.</summary>
internal sealed class CommandException(string message) : Exception(message);

/// <summary>Where every failure becomes lines on standard error and an exit code.</summary>
internal static class Failures
{
    public static bool IsDebugging { get; } = Environment.GetEnvironmentVariable("W2S_DEBUG") == "1";

    public static int Report(Exception failure)
    {
        if (IsDebugging)
            Console.Error.WriteLine(failure);
        foreach (var line in Lines(failure))
            Console.Error.WriteLine($"w2s: {Printable.Of(line)}");
        return CodeOf(failure);
    }

    public static int CodeOf(FailureReason? reason) => reason switch
    {
        FailureReason.InvalidInput => ExitCode.WrongInput,
        FailureReason.MissingPrerequisite => ExitCode.MissingPrerequisite,
        _ => ExitCode.Failed,
    };

    public static string OneLine(string? text) => Printable.Of((text ?? "").ReplaceLineEndings(" ").Trim());

    private static int CodeOf(Exception failure) => failure switch
    {
        InputException or RunException or SearchException => ExitCode.WrongInput,
        MissingPrerequisiteException => ExitCode.MissingPrerequisite,
        ServerException refused => refused.ExitCode,
        _ => ExitCode.Failed,
    };

    // The search again, with a line under what is wrong in it.
    private static IEnumerable<string> Marked(SearchProblem problem) =>
    [
        $"  {OneLine(problem.Text)}",
        $"  {new string(' ', problem.Position)}{new string('^', Math.Max(1, problem.Length))}",
    ];

    private static IEnumerable<string> Lines(Exception failure) => failure switch
    {
        InputException input => input.Problems.Select(problem => problem.ToString()),
        SearchException search => [OneLine(search.Message), .. Marked(search.Problem)],
        RunException or MissingPrerequisiteException or CommandException or ServerException or StoreInUseException
            or StorageFullException or AttestationException or IOException or UnauthorizedAccessException
            => [OneLine(failure.Message)],
        OperationCanceledException => ["stopped"],
        _ => [$"{OneLine(failure.Message)} ({failure.GetType().Name}; W2S_DEBUG=1 shows where)"],
    };
}
