using System.Text.RegularExpressions;

namespace WeakToStrong.Hosting.Display;

/// <summary>Lines of processes, made fit to be shown among others.</summary>
internal static partial class OutputText
{
    private const int LongestLine = 4000;

    /// <summary>What the orchestrator says of every start and stop, which the table shows better.</summary>
    private static readonly string[] Chatter =
    [
        "[sys] Starting process...",
        "No custom certificate authorities",
        "Waiting for resource ",
        "Finished waiting for resource ",
        "Executing command '",
        "Successfully executed command '",
        "Command '",
    ];

    /// <summary>
    /// The line without the orchestrator's time stamp, a stack trace, and what could move a terminal's cursor, or null
    /// when it says nothing about the process.
    /// </summary>
    public static string? Of(string line)
    {
        var text = TimeStamp().Replace(line.Split('\n')[0], "", 1).TrimEnd();
        if (text.Length == 0 || Chatter.Any(chatter => text.StartsWith(chatter, StringComparison.Ordinal)))
            return null;
        var visible = Controls().Replace(text, "");
        return visible.Length <= LongestLine ? visible : visible[..LongestLine] + "…";
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z ?")]
    private static partial Regex TimeStamp();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")]
    private static partial Regex Controls();
}
