using Spectre.Console;

namespace WeakToStrong.W2s.Display;

/// <summary>Results go to standard output, progress to standard error; each knows if a person is looking.</summary>
internal static class Terminal
{
    // Lines that a program reads are whole.
    private const int WidthWhenRedirected = 100_000;

    private static readonly Lazy<IAnsiConsole> LazyOut = new(() => Make(Console.Out, Console.IsOutputRedirected));
    private static readonly Lazy<IAnsiConsole> LazyError = new(() => Make(Console.Error, Console.IsErrorRedirected));

    public static IAnsiConsole Out => LazyOut.Value;

    public static IAnsiConsole Error => LazyError.Value;

    public static bool IsErrorInteractive =>
        !Console.IsErrorRedirected
        && Error.Profile.Capabilities.Ansi
        && Environment.GetEnvironmentVariable("CI") is null;

    internal static IAnsiConsole Make(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (isRedirected)
            console.Profile.Width = WidthWhenRedirected;
        return Printable.Only(console);
    }
}
