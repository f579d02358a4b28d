using System.Diagnostics;
using System.Globalization;

namespace WeakToStrong.Servers.Tests.Support;

/// <summary>Processes as the kernel shows them.</summary>
internal static class Processes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>
    /// One line for each process that works in a folder or was started for it. The dead are not counted.
    /// </summary>
    public static IReadOnlyList<string> Of(string folder) =>
    [
        .. from path in Directory.GetDirectories("/proc")
           let name = Path.GetFileName(path)
           where name.All(char.IsAsciiDigit) && IsOf(path, folder)
           select $"{name} {Read(path, "cmdline").Replace('\0', ' ')}",
    ];

    /// <summary>The first process of a folder that runs a program.</summary>
    public static int IdOf(string folder, string program) => int.Parse(
        Of(folder).First(line => line.Split(' ')[1].EndsWith(program, StringComparison.Ordinal)).Split(' ')[0],
        CultureInfo.InvariantCulture);

    public static async Task AssertNoneAsync(string folder)
    {
        var start = Stopwatch.GetTimestamp();
        while (Of(folder) is { Count: > 0 } alive)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, string.Join('\n', alive));
            await Task.Delay(50);
        }
    }

    public static string Status(int id, string field) =>
        File.ReadLines($"/proc/{id}/status")
            .First(line => line.StartsWith($"{field}:", StringComparison.Ordinal))[(field.Length + 1)..].Trim();

    public static void Kill(int id) => Signal("KILL", id);

    public static void Signal(string signal, int id)
    {
        using var kill = Process.Start("kill", ["-s", signal, id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static bool IsOf(string process, string folder) =>
        !Read(process, "stat").Contains(") Z ", StringComparison.Ordinal)
        && (WorkingFolder(process).StartsWith(folder, StringComparison.Ordinal)
            || Read(process, "cmdline").Contains(folder, StringComparison.Ordinal)
            || Read(process, "environ").Contains(folder, StringComparison.Ordinal));

    private static string WorkingFolder(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

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
