using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>Reads the elements of a pattern in Oniguruma's syntax, one after the other.</summary>
internal sealed partial class PatternReader(string pattern)
{
    private static readonly UnicodeCategory[] WordCategories =
    [
        .. GeneralCategory.Of("L"), .. GeneralCategory.Of("M"), UnicodeCategory.LetterNumber,
        UnicodeCategory.DecimalDigitNumber, UnicodeCategory.ConnectorPunctuation
    ];

    private int _at;

    public bool IsAtEnd => _at == pattern.Length;

    /// <summary>\w that stands alone; Oniguruma has it hold Latin-1's other numbers then, too.</summary>
    public static CharacterSet Word(bool inverts = false) =>
        AddWord(new CharacterSet { Inverts = inverts, IsClass = true })
            .Add('²').Add('³').Add('¹').AddRange('¼', '¾');

    public int Take()
    {
        if (IsAtEnd)
            throw new ArgumentException("it ends within a class or an escape");
        var rune = Rune.GetRuneAt(pattern, _at);
        _at += rune.Utf16SequenceLength;
        return rune.Value;
    }

    /// <summary>A quantifier in .NET's syntax, without what makes it lazy or possessive.</summary>
    public bool TryQuantifier(out string quantifier, out QuantifierMode mode)
    {
        (quantifier, mode) = ("", QuantifierMode.Greedy);
        var match = Quantifier().Match(pattern, _at);
        if (!match.Success)
            return false;
        _at += match.Length;
        quantifier = match.Value.Replace("{,", "{0,");
        if (TryTake('?'))
            // In Ruby {n}? is {n} or nothing.
            mode = quantifier[0] != '{' || quantifier.Contains(',')
                ? QuantifierMode.Lazy
                : throw new ArgumentException($"'{quantifier}?' is not supported");
        else if (quantifier[0] != '{' && TryTake('+'))
            mode = QuantifierMode.Possessive;
        return true;
    }

    /// <summary>An escape that matches a place, not a character.</summary>
    public bool TryAssertion(out char assertion)
    {
        assertion = IsAtEnd ? '\0' : pattern[_at];
        return assertion is 'A' or 'Z' or 'z' or 'b' or 'B' && TryTake(assertion);
    }

    /// <summary>What belongs to an opening parenthesis that was taken.</summary>
    public PatternGroup TakeGroup()
    {
        var match = Group().Match(pattern, _at);
        if (!match.Success)
            throw new ArgumentException(
                $"the group '({pattern[_at..Math.Min(pattern.Length, _at + 4)]}' is not supported");
        _at += match.Length;
        if (match.Groups["comment"].Success)
            return new PatternGroup(GroupKind.Comment, "");
        if (!match.Groups["options"].Success)
            return new PatternGroup(GroupKind.Content, match.Groups["same"].Success ? $"({match.Value}" : "(?:");
        // In Ruby m lets the dot match line ends.
        return new PatternGroup(
            match.Value[^1] == ':' ? GroupKind.Content : GroupKind.Options,
            $"({match.Value.Replace('m', 's')}",
            match.Groups["on"].Value.Contains('i') ? true : match.Groups["off"].Value.Contains('i') ? false : null);
    }

    /// <summary>A class, whose opening bracket was taken.</summary>
    public CharacterSet TakeClass()
    {
        var set = new CharacterSet { Inverts = TryTake('^') };
        if (TryTake(']'))
            AddUpTo(']', set);
        while (!TryTake(']'))
        {
            if (IsNext("[") || IsNext("&&"))
                throw new ArgumentException("it has a class within a class: not supported");
            if (TakeMember(set) is { } first)
                AddUpTo(first, set);
        }
        return set;
    }

    /// <summary>An escape, whose backslash was taken.</summary>
    public CharacterSet TakeEscape()
    {
        if (TryTake('W'))
            return Word(inverts: true);
        if (TryTake('w'))
            return Word();
        var set = new CharacterSet { IsClass = true };
        return TakeEscaped(set) is { } character ? new CharacterSet().Add(character) : set;
    }

    // Letters, marks, digits, connectors, and letters in circles and squares.
    private static CharacterSet AddWord(CharacterSet set) => set.AddClass(
        @"\p{L}\p{M}\p{Nl}\p{Nd}\p{Pc}\u24B6-\u24E9", WordCategories, inverts: false,
        (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189));

    private void AddUpTo(int first, CharacterSet set)
    {
        if (!IsNext("-") || IsNext("-]"))
        {
            set.Add(first);
            return;
        }
        _at++;
        if (IsNext("[") || TakeMember(new CharacterSet()) is not { } last)
            throw new ArgumentException("a range ends with a class: not supported");
        if (last < first)
            throw new ArgumentException("a range ends before it begins");
        set.AddRange(first, last);
    }

    // One character; null where it is a class, which is in the set then.
    private int? TakeMember(CharacterSet set)
    {
        if (!TryTake('\\'))
            return Take();
        return TryTake('b') ? '\b' : TakeEscaped(set);
    }

    private int? TakeEscaped(CharacterSet set)
    {
        var character = Take();
        switch (character)
        {
            case 's' or 'S':
                // No white space is above U+FFFF.
                set.AddClass($@"\{(char)character}", character == 's' ? [] : Enum.GetValues<UnicodeCategory>());
                return null;
            case 'd' or 'D':
                set.AddClass($@"\{(char)character}", [UnicodeCategory.DecimalDigitNumber], inverts: character == 'D');
                return null;
            case 'w':
                AddWord(set);
                return null;
            case 'h':
                set.AddRange('0', '9').AddRange('A', 'F').AddRange('a', 'f');
                return null;
            case 'p' or 'P':
                AddProperty(set, inverts: character == 'P');
                return null;
            case 'x' or 'u':
                return TakeNumber((char)character);
            default:
                return Escaped(character);
        }
    }

    private static int Escaped(int character) => character switch
    {
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        'f' => '\f',
        'v' => '\v',
        'a' => '\a',
        'e' => '\e',
        _ when character < 0x80 && char.IsAsciiLetterOrDigit((char)character) =>
            throw new ArgumentException($"the escape '\\{(char)character}' is not supported"),
        _ => character
    };

    private int TakeNumber(char kind)
    {
        var match = (kind == 'x' ? HexNumber() : FourDigits()).Match(pattern, _at);
        _at += match.Length;
        var isNumber = int.TryParse(
            match.Groups["digits"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value);
        return isNumber && Rune.IsValid(value)
            ? value
            : throw new ArgumentException($"the escape '\\{kind}{match.Value}' is not a character");
    }

    private void AddProperty(CharacterSet set, bool inverts)
    {
        var match = Property().Match(pattern, _at);
        var categories = GeneralCategory.Of(match.Groups["name"].Value);
        if (categories.Length == 0)
            throw new ArgumentException(
                $"the property '{match.Value}' is not supported; supported: categories, such as {{L}} or {{Nd}}");
        _at += match.Length;
        inverts ^= match.Groups["not"].Length > 0;
        // Surrogates stand for other characters here.
        var hasSurrogates = !inverts && categories.Contains(UnicodeCategory.Surrogate);
        string[] names = hasSurrogates
            ? [.. categories.Where(category => category != UnicodeCategory.Surrogate).Select(GeneralCategory.NameOf)]
            : [GeneralCategory.NameOf(categories[0])[..(categories.Length == 1 ? 2 : 1)]];
        set.AddClass(
            string.Concat(names.Select(name => $@"\{(inverts ? 'P' : 'p')}{{{name}}}")), categories, inverts);
    }

    private bool IsNext(string text) => string.CompareOrdinal(pattern, _at, text, 0, text.Length) == 0;

    private bool TryTake(char character)
    {
        if (IsAtEnd || pattern[_at] != character)
            return false;
        _at++;
        return true;
    }

    [GeneratedRegex(@"\G(?:[*+?]|\{(?:[0-9]+(?:,[0-9]*)?|,[0-9]+)\})")]
    private static partial Regex Quantifier();

    [GeneratedRegex(
        @"\G(?!\?)|\G\?(?:(?<same>:|=|!|<=|<!|>)|(?<comment>\#[^)]*\))|<[A-Za-z_][A-Za-z_0-9]*>"
        + @"|(?<options>(?<on>[im]*)(?:-(?<off>[imx]+))?[:)]))")]
    private static partial Regex Group();

    [GeneratedRegex(@"\G(?:\{(?<digits>[0-9A-Fa-f]{1,8})\}|(?<digits>[0-9A-Fa-f]{1,2}))")]
    private static partial Regex HexNumber();

    [GeneratedRegex(@"\G(?<digits>[0-9A-Fa-f]{4})")]
    private static partial Regex FourDigits();

    [GeneratedRegex(@"\G\{(?<not>\^?)(?<name>[A-Za-z_ ]*)\}")]
    private static partial Regex Property();
}
