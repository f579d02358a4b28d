using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Runner.Corrections;

/// <summary>
/// Tokens → text, piece by piece: a character may take several tokens, and what is told cannot be taken back.
/// </summary>
internal sealed class GrowingText(ModelFolder folder)
{
    /// <summary>What a decoder writes for bytes that are no character, or not yet one.</summary>
    private const char Unfinished = '\uFFFD';

    private readonly List<int> _tokens = [];
    private string _told = "";

    /// <summary>What is certain after one more token.</summary>
    public string Add(int token)
    {
        _tokens.Add(token);
        return Tell(AnswerSampler.TextOf(folder, _tokens).TrimEnd(Unfinished));
    }

    /// <summary>What remains at the end.</summary>
    public string Rest() => Tell(AnswerSampler.TextOf(folder, _tokens));

    private string Tell(string text)
    {
        if (text.Length <= _told.Length || !text.StartsWith(_told, StringComparison.Ordinal))
            return "";
        var piece = text[_told.Length..];
        _told = text;
        return piece;
    }
}
