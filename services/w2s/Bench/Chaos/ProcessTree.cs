using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace WeakToStrong.W2s.Bench.Chaos;

/// <summary>Processes as the system shows them under /proc.</summary>
internal static partial class ProcessTree
{
    private const int Sigterm = 15;

    public static bool IsAlive(int processId) => Directory.Exists($"/proc/{processId}");

    /// <summary>Processes that a process started, and that still run.</summary>
    public static IEnumerable<int> ChildrenOf(int processId) =>
        Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == processId);

    /// <summary>Its command line, word by word; empty when it is gone.</summary>
    public static IReadOnlyList<string> CommandLineOf(int processId)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{processId}/cmdline")).Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Ends it at once; false when it was gone already.</summary>
    public static bool Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
            return true;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Asks it to end.</summary>
    public static void Terminate(int processId) => _ = SendSignal(processId, Sigterm);

    private static int ParentOf(int processId)
    {
        try
        {
            // The name, in parentheses, may have blanks in it; after it come the state and the parent.
            var status = File.ReadAllText($"/proc/{processId}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
