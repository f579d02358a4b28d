using System.Globalization;
using System.Text;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// The characters of words, as Rust's regular expressions know them (\w; Unicode Technical Standard 18, annex C): all
/// that is alphabetic, marks, decimal digits, connectors and joiners.
/// </summary>
internal static class WordCharacters
{
    public static bool StartsWith(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out var rune, out _) == System.Buffers.OperationStatus.Done && Contains(rune);

    public static bool EndsWith(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out var rune, out _) == System.Buffers.OperationStatus.Done && Contains(rune);

    private static bool Contains(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.ConnectorPunctuation => true,
            UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
            UnicodeCategory.OtherSymbol => IsEnclosedLetter(rune.Value),
            _ => false
        };

    // Letters in circles and squares are symbols that count as alphabetic.
    private static bool IsEnclosedLetter(int character) => character
        is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149)
        or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);
}
