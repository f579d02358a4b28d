namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>What an opening parenthesis of a pattern begins.</summary>
internal enum GroupKind
{
    /// <summary>Something up to the closing one.</summary>
    Content,

    /// <summary>Options for the rest of the group around it.</summary>
    Options,

    /// <summary>Nothing.</summary>
    Comment
}

/// <summary>An opening parenthesis with what belongs to it.</summary>
/// <param name="Kind">What it begins.</param>
/// <param name="Opening">Its text in .NET's syntax.</param>
/// <param name="IgnoresCase">Whether case counts from here on; null where that stays as it is.</param>
internal readonly record struct PatternGroup(GroupKind Kind, string Opening, bool? IgnoresCase = null);
