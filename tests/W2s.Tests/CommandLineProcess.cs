using System.Diagnostics;
using System.Text.Json.Nodes;

namespace WeakToStrong.W2s.Tests;

/// <summary>What a finished command left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    public IReadOnlyList<string> ErrorLines =>
        [.. Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>The contract of wrong input: exit code 2, no stack trace, and one line that says all this.</summary>
    public void AssertWrongInput(params string[] parts)
    {
        Assert.True(ExitCode == 2, $"exit code {ExitCode}: {Error}");
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.True(
            ErrorLines.Any(line => parts.All(part => line.Contains(part, StringComparison.Ordinal))),
            $"no line says '{string.Join("', '", parts)}': {Error}");
    }
}

/// <summary>The built command line, started as a user starts it.</summary>
internal static class CommandLineProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string Executable = Path.Combine(AppContext.BaseDirectory, "w2s");

    private static readonly string[] OfTheUser =
        ["W2S_DEBUG", "W2S_ROOT", "W2S_STORE", "W2S_SERVER", "W2S_TOKEN", "W2S_SIGNING_KEY"];

    public static Task<CommandResult> RunAsync(params string[] arguments) => RunInAsync(null, arguments);

    /// <param name="folder">Working directory of the process; null for that of the tests.</param>
    /// <param name="arguments">The command and what follows it.</param>
    public static async Task<CommandResult> RunInAsync(string? folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        return await EndAsync(process, arguments);
    }

    /// <summary>Runs the command with something mounted on a folder, see <see cref="MountFactAttribute"/>.</summary>
    public static async Task<CommandResult> RunMountedAsync(string mount, string folder, params string[] arguments)
    {
        using var process = Process.Start(Described(
            null, "unshare", MountFactAttribute.Unshare(mount, folder, [Executable, .. arguments])))!;
        return await EndAsync(process, arguments);
    }

    /// <summary>Waits for the end of a process and returns what it left; kills it when it does not end.</summary>
    public static async Task<CommandResult> EndAsync(Process process, params string[] arguments)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await ReadToEndAsync(process, patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"w2s {string.Join(' ', arguments)} did not end");
        }
    }

    public static Process Start(string? folder, params string[] arguments) =>
        Start(folder, new Dictionary<string, string>(), arguments);

    public static Process Start(
        string? folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var info = Described(folder, Executable, arguments);
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        return Process.Start(info)!;
    }

    private static ProcessStartInfo Described(string? folder, string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var name in OfTheUser)
            info.Environment.Remove(name);
        return info;
    }

    public static async Task<CommandResult> ReadToEndAsync(Process process, CancellationToken stop)
    {
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var error = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return new CommandResult(process.ExitCode, await output, await error);
    }
}
