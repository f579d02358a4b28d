namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// GPT-2's bijection between bytes and printable characters, in which byte-level vocabularies are written: printable
/// Latin-1 stands for itself, the other bytes for U+0100, U+0101, … in order (a space is "Ġ").
/// </summary>
internal static class ByteAlphabet
{
    private const int FirstStandIn = 0x100;

    private static readonly char[] Characters = Build();

    private static readonly Dictionary<char, byte> Bytes =
        Enumerable.Range(0, 256).ToDictionary(value => Characters[value], value => (byte)value);

    public static char ToCharacter(byte value) => Characters[value];

    /// <summary>The bytes in the order of their characters, which is the order of their token ids.</summary>
    public static IEnumerable<byte> InCharacterOrder => Bytes.OrderBy(pair => pair.Key).Select(pair => pair.Value);

    /// <summary>Bytes as vocabulary characters.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes) =>
        string.Create(bytes.Length, bytes, (text, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                text[i] = Characters[source[i]];
        });

    /// <summary>The bytes a vocabulary entry stands for, or null where a character is not of the alphabet.</summary>
    public static byte[]? ToBytes(string text)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
            if (!Bytes.TryGetValue(text[i], out bytes[i]))
                return null;
        return bytes;
    }

    private static char[] Build()
    {
        var characters = new char[256];
        var next = FirstStandIn;
        for (var value = 0; value < 256; value++)
            characters[value] = IsPrintable(value) ? (char)value : (char)next++;
        return characters;
    }

    private static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
}
