using Spectre.Console;
using Spectre.Console.Rendering;

namespace WeakToStrong.W2s.Display;

/// <summary>
/// Text from outside as a terminal may have it: models, data and servers may say what a terminal takes for a command.
/// </summary>
internal static class Printable
{
    private const char FirstPicture = '\u2400';
    private const char DeletePicture = '\u2421';
    private const char NoPicture = '\uFFFD';

    /// <summary>The text with a picture in place of each control character, but for tabs and line feeds.</summary>
    public static string Of(string text) => text.Any(IsCommand) ? string.Concat(text.Select(Picture)) : text;

    /// <summary>Makes the console print nothing else, whatever is written to it.</summary>
    public static IAnsiConsole Only(IAnsiConsole console)
    {
        console.Pipeline.Attach(new Hook());
        return console;
    }

    /// <summary>The same for what a live display draws, which its console does not see.</summary>
    public static IRenderable Only(IRenderable content) => new Filter(content);

    private static bool IsCommand(char letter) => char.IsControl(letter) && letter is not ('\t' or '\n');

    private static char Picture(char letter) => letter switch
    {
        _ when !IsCommand(letter) => letter,
        < ' ' => (char)(FirstPicture + letter),
        '\u007F' => DeletePicture,
        _ => NoPicture,
    };

    private sealed class Hook : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(Only);
    }

    /// <summary>What the console itself commands, such as where its cursor goes, passes.</summary>
    private sealed class Filter(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            inner.Render(options, maxWidth).Select(segment =>
                segment.IsControlCode || !segment.Text.Any(IsCommand)
                    ? segment
                    : new Segment(Of(segment.Text), segment.Style));
    }
}
