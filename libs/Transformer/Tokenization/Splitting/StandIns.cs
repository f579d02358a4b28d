using System.Globalization;
using System.Text;

namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>
/// One UTF-16 unit for each kind of character above U+FFFF that a pattern can tell from others: those of one category
/// between two numbers that the pattern names. The units are surrogates, which no other character of a text is.
/// </summary>
internal sealed class StandIns
{
    private const char First = '\uD800';
    private const int Units = 0x800;
    private const int Categories = (int)UnicodeCategory.OtherNotAssigned + 1;

    // Where intervals begin; the first one begins at U+10000.
    private readonly int[] _bounds;

    /// <param name="bounds">Characters from which on, or up to which, a pattern may decide differently.</param>
    /// <exception cref="ArgumentException">There are more kinds than units.</exception>
    public StandIns(IEnumerable<int> bounds)
    {
        _bounds = [char.MaxValue + 1, .. bounds.Where(bound => bound > char.MaxValue + 1).Distinct().Order()];
        const int most = Units / Categories;
        if (_bounds.Length > most)
            throw new ArgumentException(
                $"it cuts the characters above U+FFFF into {_bounds.Length} intervals; supported: {most}");
    }

    /// <summary>Those of a pattern that names no character above U+FFFF by its number.</summary>
    public static StandIns OfCategories { get; } = new([]);

    public char Of(Rune rune)
    {
        var found = Array.BinarySearch(_bounds, rune.Value);
        return Unit(found >= 0 ? found : ~found - 1, Rune.GetUnicodeCategory(rune));
    }

    /// <summary>Those of which something holds, as ranges within a class of .NET's.</summary>
    /// <param name="holds">Of a character that begins an interval, and of a category.</param>
    public string Where(Func<int, UnicodeCategory, bool> holds)
    {
        var text = new StringBuilder();
        for (var unit = 0; unit < _bounds.Length * Categories; unit++)
        {
            var from = unit;
            while (unit < _bounds.Length * Categories && holds(_bounds[unit / Categories], Category(unit)))
                unit++;
            if (unit > from)
                text.Append(CultureInfo.InvariantCulture, $@"\u{First + from:X4}-\u{First + unit - 1:X4}");
        }
        return text.ToString();
    }

    private static char Unit(int interval, UnicodeCategory category) =>
        (char)(First + interval * Categories + (int)category);

    private static UnicodeCategory Category(int unit) => (UnicodeCategory)(unit % Categories);
}
