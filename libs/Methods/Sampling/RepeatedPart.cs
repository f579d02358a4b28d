using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Sampling;

/// <summary>Where in a prompt's tokens a text stands.</summary>
internal static class RepeatedPart
{
    /// <summary>
    /// The last place of a text, as it is tokenised after a space; null where it is not found. At its ends it may have
    /// melted into its neighbours, so its inner tokens are enough.
    /// </summary>
    public static Range? Find(ModelFolder folder, ReadOnlySpan<int> prompt, string text)
    {
        ReadOnlySpan<int> tokens = text.Length == 0 ? [] : folder.Tokenizer.Encode(" " + text);
        return Find(prompt, tokens) ?? (tokens.Length > 2 ? Find(prompt, tokens[1..^1]) : null);
    }

    private static Range? Find(ReadOnlySpan<int> prompt, ReadOnlySpan<int> tokens)
    {
        var place = tokens.IsEmpty ? -1 : prompt.LastIndexOf(tokens);
        return place < 0 ? null : place..(place + tokens.Length);
    }
}
