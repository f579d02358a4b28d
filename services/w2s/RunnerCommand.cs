using System.CommandLine;
using System.Diagnostics;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Workers;

namespace WeakToStrong.W2s;

/// <summary>
/// Commands that touch tensors: the runner is started with the arguments this process was given, and what it prints
/// and returns is passed on.
/// </summary>
internal static class RunnerCommand
{
    public static string Executable { get; } = WorkerOptions.UsualRunnerPath;

    /// <summary>Runs the command as it was typed, until it ends or is interrupted.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, Option<int> threads)
    {
        using var interruption = new Interruption();
        using var process = Start(Environment.GetCommandLineArgs()[1..], parsed.GetValue(threads), capture: false);
        await using var kill = interruption.Token.Register(process.Kill);
        await process.WaitForExitAsync(CancellationToken.None);
        interruption.Token.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    /// <summary>Runs a command of the runner and returns its exit code and standard output.</summary>
    public static async Task<(int ExitCode, string Output)> CaptureAsync(
        IReadOnlyList<string> arguments, CancellationToken stop)
    {
        using var process = Start(arguments, threads: 1, capture: true);
        var output = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, output);
    }

    /// <summary>Its standard input is a pipe of ours: it does not read the terminal's, and ends when we do.</summary>
    private static Process Start(IReadOnlyList<string> arguments, int threads, bool capture)
    {
        if (!File.Exists(Executable))
            throw new MissingPrerequisiteException($"{Executable} is missing; build it with ./w2s");
        var info = new ProcessStartInfo(Executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = capture,
        };
        foreach (var (name, value) in RunnerEnvironment.ForThreads(threads))
            info.Environment[name] = value;
        info.Environment[RunnerProtocol.WatchVariable] = RunnerProtocol.Watched;
        return Process.Start(info)!;
    }
}
