namespace WeakToStrong.Tidy.Tests;

internal static class Findings
{
    /// <summary>Fails with one line per finding, so that a single run names everything there is to mend.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        var found = findings.ToArray();
        Assert.True(found.Length == 0, string.Join('\n', found));
    }
}
