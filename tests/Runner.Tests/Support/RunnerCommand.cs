using System.Diagnostics;
using System.Text.Json.Nodes;

namespace WeakToStrong.Runner.Tests.Support;

/// <summary>What a finished command left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public JsonNode Json
    {
        get
        {
            Assert.True(ExitCode == 0, Error);
            return JsonNode.Parse(Output)!;
        }
    }

    /// <summary>
    /// The contract of wrong input: exit code 2, nothing on standard output, and one line that says all this.
    /// </summary>
    public void AssertWrongInput(params string[] parts)
    {
        Assert.True(ExitCode == 2, $"exit code {ExitCode}: {Error}");
        Assert.Equal("", Output);
        var line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
    }
}

/// <summary>The built runner, started as its parents start it.</summary>
internal static class RunnerCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "w2s-runner");

    public static async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await EndAsync(process);
        return new CommandResult(process.ExitCode, await output, await error);
    }

    /// <summary>Its standard input stays open until somebody closes it.</summary>
    public static Process Start(params string[] arguments)
    {
        var info = new ProcessStartInfo(Executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["OPENBLAS_NUM_THREADS"] = "1";
        // These tests are about the CPU, wherever they run.
        info.Environment["CUDA_VISIBLE_DEVICES"] = "";
        info.Environment.Remove("W2S_DEBUG");
        return Process.Start(info)!;
    }

    public static async Task EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("the runner did not end");
        }
    }
}
