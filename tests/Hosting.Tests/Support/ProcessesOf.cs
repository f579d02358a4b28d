using System.Diagnostics;

namespace WeakToStrong.Hosting.Tests.Support;

/// <summary>Processes as the kernel shows them.</summary>
internal static class ProcessesOf
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static IEnumerable<string> CommandLines() =>
        Folders().Select(folder => Read(folder, "cmdline").Replace('\0', ' '));

    /// <summary>Waits until no process is left that was started for a folder.</summary>
    public static async Task AssertNoneAsync(string folder)
    {
        var start = Stopwatch.GetTimestamp();
        while (Folders().Where(process => IsOf(process, folder)).ToArray() is { Length: > 0 } alive)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, string.Join('\n', alive));
            await Task.Delay(50);
        }
    }

    private static IEnumerable<string> Folders() =>
        Directory.GetDirectories("/proc").Where(folder => Path.GetFileName(folder).All(char.IsAsciiDigit));

    private static bool IsOf(string process, string folder) =>
        Path.GetFileName(process) != $"{Environment.ProcessId}"
        && (Read(process, "cmdline").Contains(folder, StringComparison.Ordinal)
            || Read(process, "environ").Contains(folder, StringComparison.Ordinal));

    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
