using System.Text;
using Spectre.Console;

namespace WeakToStrong.W2s.Display;

/// <summary>Names and paths for less room than they need: both ends say more than the middle.</summary>
internal static class Shortened
{
    private const string Ellipsis = "…";

    /// <summary>The text, with an ellipsis in its middle where it is wider than <paramref name="width"/>.</summary>
    public static string Of(string text, int width)
    {
        if (text.GetCellWidth() <= width)
            return text;
        var runes = text.EnumerateRunes().ToArray();
        return Enumerable.Range(0, runes.Length)
            .Select(cut => Without(runes, runes.Length - 1 - cut))
            .FirstOrDefault(shorter => shorter.GetCellWidth() <= width, Ellipsis);
    }

    private static string Without(Rune[] runes, int keptCount)
    {
        var tail = keptCount / 2;
        return string.Concat(runes[..(keptCount - tail)]) + Ellipsis + string.Concat(runes[^tail..]);
    }
}
