namespace WeakToStrong.Runner;

/// <summary>What has a terminal write a line anew.</summary>
internal static class TerminalLine
{
    /// <summary>To the line's beginning, and away with what stands there.</summary>
    public const string Restart = "\r\e[K";
}
