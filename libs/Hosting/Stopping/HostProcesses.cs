using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace WeakToStrong.Hosting.Stopping;

/// <summary>
/// The processes below a host. Each inherits a variable with the host's process id, so that they are found after their
/// parents are gone.
/// </summary>
internal static class HostProcesses
{
    internal const string Variable = "W2S_HOST";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static string Own => Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Every process started from now on is one of this host's.</summary>
    public static void Mark() => Environment.SetEnvironmentVariable(Variable, Own);

    /// <summary>The process whose command line has the word, or null.</summary>
    public static Process? Find(string word) => All(Own)
        .Where(id => Read(id, "cmdline").Contains(word, StringComparer.Ordinal))
        .Select(Open).FirstOrDefault(process => process is not null);

    /// <summary>Waits until the last of them is gone; what is left after the time is killed.</summary>
    public static Task EndAsync(TimeSpan patience, TimeProvider clock) => EndAsync(Own, patience, clock);

    internal static async Task EndAsync(string host, TimeSpan patience, TimeProvider clock)
    {
        var start = clock.GetTimestamp();
        while (All(host) is { Count: > 0 } left)
        {
            if (clock.GetElapsedTime(start) > patience)
                left.ForEach(Kill);
            await Task.Delay(Pause, clock);
        }
    }

    private static List<int> All(string host) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId)
            .Where(id => Read(id, "environ").Contains($"{Variable}={host}", StringComparer.Ordinal)),
    ];

    private static string[] Read(int id, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/{file}")).Split('\0');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static Process? Open(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            // It ended in the meantime.
            return null;
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Open(id);
            process?.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended in the meantime.
        }
    }
}
