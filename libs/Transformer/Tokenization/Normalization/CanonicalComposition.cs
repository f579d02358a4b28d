using System.Text;

namespace WeakToStrong.Transformer.Tokenization.Normalization;

/// <summary>
/// Unicode's normalisation form C: characters are taken apart, their marks put in order, and what has one character of
/// its own is put together again. Source: Unicode Standard Annex 15; Hangul by the arithmetic of the standard's section
/// 3.12.
/// </summary>
internal static class CanonicalComposition
{
    // Below it no character changes, and none is a mark that could change the one before it.
    private const char FirstThatMayChange = '\u0300';

    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;

    private static CompositionTable Table => CompositionTable.Unicode;

    public static string Compose(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange(FirstThatMayChange, char.MaxValue) < 0)
            return text;
        var characters = new List<int>(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, characters);
        Order(characters);
        return ToText(Recompose(characters));
    }

    private static void Decompose(int character, List<int> into)
    {
        var syllable = character - SyllableBase;
        if (syllable is >= 0 and < LeadCount * VowelCount * TrailCount)
            DecomposeSyllable(syllable, into);
        else if (Table.DecompositionOf(character) is { } parts)
            foreach (var part in parts)
                Decompose(part, into);
        else
            into.Add(character);
    }

    private static void DecomposeSyllable(int syllable, List<int> into)
    {
        into.Add(LeadBase + syllable / (VowelCount * TrailCount));
        into.Add(VowelBase + syllable % (VowelCount * TrailCount) / TrailCount);
        if (syllable % TrailCount != 0)
            into.Add(TrailBase + syllable % TrailCount);
    }

    // Each run of marks is sorted by class; marks of one class keep their order.
    private static void Order(List<int> characters)
    {
        for (var start = 0; start < characters.Count;)
        {
            var end = start;
            while (end < characters.Count && Table.ClassOf(characters[end]) != 0)
                end++;
            if (end - start > 1)
            {
                var marks = characters.GetRange(start, end - start).OrderBy(Table.ClassOf).ToList();
                for (var mark = 0; mark < marks.Count; mark++)
                    characters[start + mark] = marks[mark];
            }
            start = end + 1;
        }
    }

    // A mark joins the last starter unless one of its class, or a higher one, stands between them.
    private static List<int> Recompose(List<int> characters)
    {
        var composed = new List<int>(characters.Count);
        var (starter, lastClass) = (-1, 0);
        foreach (var character in characters)
        {
            var combiningClass = Table.ClassOf(character);
            var isAdjacent = composed.Count - 1 == starter;
            var isReachable = starter >= 0 && (isAdjacent || (lastClass != 0 && lastClass < combiningClass));
            if (isReachable && Join(composed[starter], character) is { } joined)
            {
                composed[starter] = joined;
                continue;
            }
            starter = combiningClass == 0 ? composed.Count : starter;
            lastClass = combiningClass;
            composed.Add(character);
        }
        return composed;
    }

    private static int? Join(int first, int second)
    {
        if (first - LeadBase is >= 0 and < LeadCount && second - VowelBase is >= 0 and < VowelCount)
            return SyllableBase + ((first - LeadBase) * VowelCount + second - VowelBase) * TrailCount;
        var syllable = first - SyllableBase;
        var lacksTrail = syllable is >= 0 and < LeadCount * VowelCount * TrailCount && syllable % TrailCount == 0;
        return lacksTrail && second - TrailBase is > 0 and < TrailCount
            ? first + second - TrailBase
            : Table.CompositionOf(first, second);
    }

    private static string ToText(List<int> characters)
    {
        var text = new StringBuilder(characters.Count);
        foreach (var character in characters)
            text.Append(new Rune(character));
        return text.ToString();
    }
}
