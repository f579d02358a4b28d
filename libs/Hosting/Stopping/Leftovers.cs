using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace WeakToStrong.Hosting.Stopping;

/// <summary>
/// The processes below a host. Each inherits a variable with the host's process id, so that they are found after their
/// parents are gone.
/// </summary>
internal static class Leftovers
{
    internal const string Variable = "W2S_HOST";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Every process started from now on is one of this host's.</summary>
    public static void Mark() => Environment.SetEnvironmentVariable(Variable, Own);

    /// <summary>Waits until the last of them is gone; what is left after the time is killed.</summary>
    public static Task EndAsync(TimeSpan patience, TimeProvider clock) => EndAsync(Own, patience, clock);

    internal static async Task EndAsync(string host, TimeSpan patience, TimeProvider clock)
    {
        var start = clock.GetTimestamp();
        while (Find(host) is { Count: > 0 } left)
        {
            if (clock.GetElapsedTime(start) > patience)
                left.ForEach(Kill);
            await Task.Delay(Pause, clock);
        }
    }

    private static string Own => Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    private static List<int> Find(string host) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId && IsOf(host, id)),
    ];

    private static bool IsOf(string host, int id)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/environ"))
                .Split('\0').Contains($"{Variable}={host}", StringComparer.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended in the meantime.
        }
    }
}
