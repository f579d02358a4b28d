namespace WeakToStrong.Transformer.Tokenization.Normalization;

/// <summary>One change to the text before it is cut into words.</summary>
internal abstract record NormalizerStep
{
    public abstract string Apply(string text);
}

/// <summary>Unicode's normalisation form C.</summary>
internal sealed record ComposeStep : NormalizerStep
{
    public override string Apply(string text) => CanonicalComposition.Compose(text);
}

/// <summary>Puts something before a text that is not empty.</summary>
internal sealed record PrependStep(string Prefix) : NormalizerStep
{
    public override string Apply(string text) => text.Length == 0 ? text : Prefix + text;
}

/// <summary>Replaces every occurrence of a text, from the left.</summary>
internal sealed record ReplaceStep(string Pattern, string Content) : NormalizerStep
{
    public override string Apply(string text) => text.Replace(Pattern, Content, StringComparison.Ordinal);
}

/// <summary>Takes white space from the ends of a text.</summary>
internal sealed record StripStep(bool Left, bool Right) : NormalizerStep
{
    public override string Apply(string text) => (Left, Right) switch
    {
        (true, true) => text.Trim(),
        (true, false) => text.TrimStart(),
        (false, true) => text.TrimEnd(),
        _ => text
    };
}
