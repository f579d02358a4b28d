using System.Globalization;
using System.Text;

namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>
/// The characters that one place of a pattern matches: those up to U+FFFF in .NET's words, those above by category and
/// number.
/// </summary>
internal sealed class CharacterSet
{
    private const string Surrogates = @"\uD800-\uDFFF";

    private readonly StringBuilder _basic = new();
    private readonly List<(uint Categories, (int First, int Last)[] Ranges, bool Inverts)> _above = [];
    private bool _namesS;

    /// <summary>Whether it matches all other characters instead.</summary>
    public bool Inverts { get; init; }

    /// <summary>Whether it is one class, not in brackets.</summary>
    public bool IsClass { get; init; }

    /// <summary>Whether it names characters above U+FFFF by their numbers.</summary>
    public bool NamesAbove { get; private set; }

    /// <summary>First characters above U+FFFF of what it names, and of what follows that.</summary>
    public IEnumerable<int> Bounds =>
        _above.SelectMany(part => part.Ranges).SelectMany(range => (int[])[range.First, range.Last + 1]);

    public CharacterSet Add(int character) => AddRange(character, character);

    public CharacterSet AddRange(int first, int last)
    {
        AddBasic(first, Math.Min(last, 0xD7FF));
        AddBasic(Math.Max(first, 0xE000), Math.Min(last, char.MaxValue));
        if (last <= char.MaxValue)
            return this;
        NamesAbove = true;
        _above.Add((0, [(Math.Max(first, char.MaxValue + 1), last)], Inverts: false));
        return this;
    }

    /// <summary>Adds ſ, which .NET does not count as a small S, where it names an S of either case.</summary>
    public void AddLongS()
    {
        if (_namesS)
            Add('\u017F');
    }

    /// <summary>Adds a class of .NET's that has the characters of some categories and ranges above U+FFFF.</summary>
    /// <param name="name">The class, such as \s; with <paramref name="inverts"/> all that it does not hold.</param>
    public CharacterSet AddClass(
        string name, UnicodeCategory[] categories, bool inverts = false, params (int First, int Last)[] ranges)
    {
        _basic.Append(name);
        _above.Add((categories.Aggregate(0u, (bits, category) => bits | Bit(category)), ranges, inverts));
        return this;
    }

    /// <summary>The set as .NET writes it, over text with stand-ins.</summary>
    public string Over(StandIns standIns)
    {
        var above = standIns.Where((character, category) => Contains(character, category) != Inverts);
        // What is not in a class of .NET's may be a surrogate, which is a stand-in here.
        if (_above.Exists(part => part.Inverts))
            return $"(?:[{(Inverts ? "^" : "")}{_basic}{(Inverts ? Surrogates : $"-[{Surrogates}]")}]|{Class(above)})";
        return Inverts
            ? Class($"^{_basic}{standIns.Where(Contains)}")
            : Class($"{_basic}{above}");
    }

    private static string Class(string content) => content switch
    {
        "" => @"[^\s\S]",
        "^" => @"[\s\S]",
        _ => $"[{content}]"
    };

    private bool Contains(int character, UnicodeCategory category) => _above.Exists(part => part.Inverts
        != ((part.Categories & Bit(category)) != 0
            || Array.Exists(part.Ranges, range => character >= range.First && character <= range.Last)));

    private void AddBasic(int first, int last)
    {
        _namesS |= (first <= 's' && last >= 's') || (first <= 'S' && last >= 'S');
        if (first == last)
            _basic.Append(CultureInfo.InvariantCulture, $@"\u{first:X4}");
        else if (first < last)
            _basic.Append(CultureInfo.InvariantCulture, $@"\u{first:X4}-\u{last:X4}");
    }

    private static uint Bit(UnicodeCategory category) => 1u << (int)category;
}
