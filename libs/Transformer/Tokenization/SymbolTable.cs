using System.Globalization;
using System.Text;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>What a word is before anything is merged: the tokens of its bytes or characters.</summary>
internal sealed class SymbolTable
{
    private const int None = -1;

    private readonly BytePairOptions _options;
    private readonly int _unknown;

    // By value: of the byte itself where the model is byte-level, else of its fallback; None where there is no token.
    private readonly int[] _bytes;
    private readonly Dictionary<int, int> _characters;

    /// <exception cref="FormatException">Some text would have no tokens at all.</exception>
    public SymbolTable(IReadOnlyDictionary<string, int> vocabulary, BytePairOptions options)
    {
        _options = options;
        _unknown = Find(options.UnknownToken ?? "");
        _bytes = [.. Enumerable.Range(0, 256).Select(value => Find(ByteToken((byte)value)))];
        _characters = options.IsByteLevel ? [] : Characters(vocabulary);
        if (_unknown == None)
            RequireAllBytes();

        int Find(string token) => vocabulary.TryGetValue(token, out var id) ? id : None;
    }

    /// <summary>The word's tokens. Lone surrogates count as U+FFFD: no valid text has them.</summary>
    public int[] Of(string word)
    {
        var symbols = new SymbolList(_unknown, _options.FusesUnknown, word.Length);
        if (_options.IsByteLevel)
            foreach (var value in _options.AreWordsSpelled ? ByteAlphabet.ToBytes(word)! : Encoding.UTF8.GetBytes(word))
                symbols.Add(_bytes[value]);
        else
            foreach (var rune in word.EnumerateRunes())
                Add(rune, symbols);
        return symbols.Finish();
    }

    /// <summary>The value of a fallback token such as "&lt;0x0A&gt;", or null of any other.</summary>
    public static byte? FallbackValue(string token) =>
        token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(
                token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    // Text would be lost without a word, which is what the reference does.
    private void RequireAllBytes()
    {
        if (!_options.IsByteLevel && !_options.FallsBackToBytes)
            throw new FormatException("it has neither an unk_token nor byte_fallback for characters it lacks");
        if (Array.IndexOf(_bytes, None) is var missing and >= 0)
            throw new FormatException(
                $"the vocabulary lacks byte 0x{missing:X2} ('{ByteToken((byte)missing)}'), and no unk_token is in it");
    }

    private void Add(Rune rune, SymbolList symbols)
    {
        if (_characters.TryGetValue(rune.Value, out var id))
            symbols.Add(id);
        else if (!_options.FallsBackToBytes || !TryAddBytes(rune, symbols))
            symbols.Add(None);
    }

    // All of a character's bytes, or none.
    private bool TryAddBytes(Rune rune, SymbolList symbols)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..rune.EncodeToUtf8(bytes)];
        foreach (var value in bytes)
            if (_bytes[value] == None)
                return false;
        foreach (var value in bytes)
            symbols.AddByte(_bytes[value]);
        return true;
    }

    private string ByteToken(byte value) =>
        _options.IsByteLevel ? $"{ByteAlphabet.ToCharacter(value)}" : $"<0x{value:X2}>";

    private static Dictionary<int, int> Characters(IReadOnlyDictionary<string, int> vocabulary)
    {
        var characters = new Dictionary<int, int>();
        foreach (var (token, id) in vocabulary)
            if (Rune.DecodeFromUtf16(token, out var rune, out var length) == System.Buffers.OperationStatus.Done
                && length == token.Length)
                characters.Add(rune.Value, id);
        return characters;
    }
}
