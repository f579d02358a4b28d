namespace WeakToStrong.Experiments.Search;

/// <summary>Beginnings of run ids.</summary>
public static class RunIds
{
    /// <summary>Of a whole id.</summary>
    public const int Digits = 32;

    /// <summary>The hexadecimal digits that are meant, small and without hyphens; null when no id begins so.</summary>
    public static string? Prefix(string text)
    {
        var digits = text.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        return digits.Length is > 0 and <= Digits && digits.All(char.IsAsciiHexDigit) ? digits : null;
    }
}
