namespace WeakToStrong.Transformer.Tokenization;

/// <summary>The cuts before SentencePiece's spaces that stand behind something else than a space.</summary>
internal static class SpaceCuts
{
    /// <summary>SentencePiece's visible space, U+2581.</summary>
    public const char Space = '\u2581';

    /// <summary>Whether a merge of two tokens, and each of them, lies within one part.</summary>
    public static bool AreWithout(string left, string right) => Next(left + right, 0) < 0;

    public static IEnumerable<string> Cut(string text)
    {
        var start = 0;
        for (int cut; (cut = Next(text, start)) >= 0; start = cut)
            yield return text[start..cut];
        yield return text[start..];
    }

    private static int Next(string text, int start)
    {
        for (var at = start; (at = text.IndexOf(Space, at + 1)) >= 0;)
            if (text[at - 1] != Space)
                return at;
        return -1;
    }
}
