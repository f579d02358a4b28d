using System.Globalization;

namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>Unicode's general categories by their short names, such as L and Nd.</summary>
internal static class GeneralCategory
{
    // In the order of UnicodeCategory.
    private static readonly string[] Names =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn"
    ];

    public static string NameOf(UnicodeCategory category) => Names[(int)category];

    /// <summary>The categories of a name, whose case does not count; none where it is not one of these.</summary>
    public static UnicodeCategory[] Of(string name) =>
    [
        .. Enumerable.Range(0, Names.Length)
            .Where(index => name.Length is 1 or 2 && Names[index].StartsWith(name, StringComparison.OrdinalIgnoreCase))
            .Select(index => (UnicodeCategory)index),
    ];
}
