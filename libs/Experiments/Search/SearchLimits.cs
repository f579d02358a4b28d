namespace WeakToStrong.Experiments.Search;

/// <summary>How large a search may be: what a person writes has room in it.</summary>
public static class SearchLimits
{
    /// <summary>Characters of the text.</summary>
    public const int MaxLength = 2000;

    /// <summary>Parentheses and <c>not</c> inside each other.</summary>
    public const int MaxDepth = 20;

    /// <summary>Comparisons and free words.</summary>
    public const int MaxTerms = 50;

    /// <summary>Values of one <c>in (…)</c>.</summary>
    public const int MaxValues = 50;
}
