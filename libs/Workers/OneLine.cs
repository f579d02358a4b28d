namespace WeakToStrong.Workers;

/// <summary>Failure details are one line of bounded length: they are shown in tables and travel in messages.</summary>
internal static class OneLine
{
    private const int MaxLength = 2000;

    public static string Of(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxLength ? line : "… " + line[^MaxLength..];
    }
}
