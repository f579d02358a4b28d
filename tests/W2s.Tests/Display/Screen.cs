using Spectre.Console;

namespace WeakToStrong.W2s.Tests.Display;

/// <summary>A terminal of given width without colours.</summary>
internal static class Screen
{
    /// <summary>The lines that are written, without blanks at their ends.</summary>
    public static IReadOnlyList<string> Lines(int width, Action<IAnsiConsole> write)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        write(console);
        return [.. text.ToString().TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }
}
