using System.Text;

namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>One cut of a text into smaller pieces.</summary>
internal abstract record SplitStep
{
    public abstract IEnumerable<TextPiece> Cut(TextPiece piece);
}

/// <summary>GPT-2's: words of its pattern, which the model then sees as bytes.</summary>
/// <param name="AddsPrefixSpace">Whether a text that does not begin with a space gets one.</param>
/// <param name="UsesPattern">Whether text is cut at all, or was by a step before.</param>
/// <param name="Spells">
/// Whether the words are in the vocabulary's spelling from here on: steps that come after it cut that.
/// </param>
internal sealed record ByteLevelStep(bool AddsPrefixSpace, bool UsesPattern, bool Spells = false) : SplitStep
{
    public override IEnumerable<TextPiece> Cut(TextPiece piece)
    {
        var whole = AddsPrefixSpace && !piece.Text.StartsWith(' ') ? piece with { Text = $" {piece.Text}" } : piece;
        var words = UsesPattern ? TextPattern.Gpt2.Split(whole, SplitBehavior.Isolated, inverts: false) : [whole];
        return Spells
            ? words.Select(word => word with { Text = ByteAlphabet.ToText(Encoding.UTF8.GetBytes(word.Text)) })
            : words;
    }
}

/// <summary>A pattern, and what becomes of its matches.</summary>
/// <param name="Pattern">What is searched for.</param>
/// <param name="Behavior">What becomes of the matches.</param>
/// <param name="Inverts">Whether what lies between the matches is treated as they are.</param>
internal sealed record PatternStep(TextPattern Pattern, SplitBehavior Behavior, bool Inverts) : SplitStep
{
    public override IEnumerable<TextPiece> Cut(TextPiece piece) => Pattern.Split(piece, Behavior, Inverts);
}

/// <summary>SentencePiece's: a visible character stands for the space, and often one is put first.</summary>
/// <param name="Replacement">Stands for the space.</param>
/// <param name="Prefix">Where it is put before a text that does not begin with it.</param>
/// <param name="Splits">Whether each replacement begins a word.</param>
internal sealed record MetaspaceStep(char Replacement, PrefixScheme Prefix, bool Splits) : SplitStep
{
    public override IEnumerable<TextPiece> Cut(TextPiece piece)
    {
        var text = piece.Text.Replace(' ', Replacement);
        var isPrefixed = Prefix == PrefixScheme.Always || (Prefix == PrefixScheme.First && piece.IsFirst);
        var whole = piece with { Text = isPrefixed && text[0] != Replacement ? Replacement + text : text };
        return Splits
            ? TextPattern.Literal($"{Replacement}").Split(whole, SplitBehavior.MergedWithNext, inverts: false)
            : [whole];
    }
}

/// <summary>Which pieces of a text get a replacement put before them.</summary>
internal enum PrefixScheme
{
    /// <summary>None.</summary>
    Never,

    /// <summary>The one the text begins with.</summary>
    First,

    /// <summary>All, also those behind an added token.</summary>
    Always
}
