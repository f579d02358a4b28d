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
