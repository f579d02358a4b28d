using System.Diagnostics;

namespace WeakToStrong.Torch.Tests.Debian13;

/// <summary>
/// An unpacked Debian 13 with libtorch 2.6 and a compiler, without .NET and without network (debian13.sh).
/// </summary>
internal static class Debian13Root
{
    // The first use downloads and unpacks a few hundred packages.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Debian13", "debian13.sh");

    /// <summary>Why this machine cannot have the root; null when it can.</summary>
    public static string? Obstacle()
    {
        var (exitCode, output) = RunAsync(["check"]).GetAwaiter().GetResult();
        var reason = exitCode == 0 ? output.Trim() : $"debian13.sh check failed: {output.Trim()}";
        return reason.Length == 0 ? null : reason;
    }

    /// <summary>Runs a command in the root.</summary>
    /// <param name="folders">Folders of this machine, seen there read-only as /mnt/NAME.</param>
    /// <returns>The exit code, and standard output and error together.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyDictionary<string, string> folders, params string[] command) =>
        RunAsync(["run", .. folders.Select(folder => $"{folder.Key}={folder.Value}"), "--", .. command]);

    private static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments)
    {
        var info = new ProcessStartInfo(Script, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"debian13.sh {arguments[0]} did not end");
        }
        return (process.ExitCode, await output + await error);
    }
}
