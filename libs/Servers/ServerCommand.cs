using System.Globalization;

namespace WeakToStrong.Servers;

/// <summary>
/// What to execute for a server to run: its watchdog, a script, which prepares it and becomes ready or ends.
/// </summary>
public sealed record ServerCommand
{
    public required string Executable { get; init; }

    /// <summary>Every user of the machine can see these; no secret is among them.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Of secrets only what they are checked against, never themselves.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingFolder { get; init; }

    /// <summary>A variable that makes the server stop when its standard input ends.</summary>
    public static KeyValuePair<string, string> WatchStandardInput { get; } = new("W2S_WATCH_STDIN", "1");

    /// <summary>A variable that makes the server stop when a process ends that need not be its parent.</summary>
    public static KeyValuePair<string, string> WatchProcess(int id) =>
        new("W2S_WATCH_PROCESS", id.ToString(CultureInfo.InvariantCulture));

    internal static ServerCommand Of(
        string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment) => new()
        {
            Executable = "bash",
            Arguments = [Path.Combine(ScriptFolder, script), .. arguments],
            Environment = environment,
            WorkingFolder = ScriptFolder,
        };

    private static string ScriptFolder => Path.Combine(AppContext.BaseDirectory, "Scripts");
}
