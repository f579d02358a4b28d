using Spectre.Console;
using WeakToStrong.Hosting.Resources;

namespace WeakToStrong.Hosting.Display;

/// <summary>Chooses the display by who is looking.</summary>
internal static class HostDisplays
{
    public static IHostDisplay Choose(
        AppHostOptions options, TextWriter output, TextWriter error, ResourceTable table, TimeProvider clock)
    {
        if (Console.IsErrorRedirected || options.Json || Environment.GetEnvironmentVariable("CI") is not null)
            return new PlainDisplay(output, error, options.Json, table.LabelWidth);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Profile.Capabilities.Ansi
            ? new TerminalDisplay(console, Console.IsOutputRedirected ? output : null, table, clock)
            : new PlainDisplay(output, error, json: false, table.LabelWidth);
    }
}
