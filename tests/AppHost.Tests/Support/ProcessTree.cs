using System.Globalization;
using System.Text;

namespace WeakToStrong.AppHost.Tests.Support;

/// <summary>Processes as the kernel shows them.</summary>
internal static class ProcessTree
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>A line for each process that knows the folder. The dead are not counted.</summary>
    public static IReadOnlyList<string> Of(HostFolder folder) =>
    [
        .. from path in Directory.GetDirectories("/proc")
           where int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id)
               && id != Environment.ProcessId
           let command = Read(path, "cmdline")
           where (command + Read(path, "environ")).Contains(folder.Path, StringComparison.Ordinal)
           select $"{Path.GetFileName(path)} {command.Replace('\0', ' ')}",
    ];

    /// <summary>Waits until none is left, and returns what is when the time is over.</summary>
    public static async Task<IReadOnlyList<string>> AfterAsync(HostFolder folder, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        while (Of(folder) is { Count: > 0 } left)
        {
            if (deadline.IsCancellationRequested)
                return left;
            await Task.Delay(Pause);
        }
        return [];
    }

    // Whoever is dead and not yet waited for has an empty environment and command line.
    private static string Read(string process, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, file)));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
