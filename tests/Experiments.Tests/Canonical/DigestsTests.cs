using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Tests.Canonical;

public sealed class DigestsTests
{
    // FIPS 180-2, appendix B.1.
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void OfTextAndFile_Abc_IsThePublishedDigest()
    {
        using var temp = new TempFolder();

        Assert.Equal(OfAbc, Digests.OfText("abc"));
        Assert.Equal(OfAbc, Digests.OfFile(temp.File("x", "abc")));
    }

    [Fact]
    public void OfFolder_Files_IsDigestOfTheirCanonicalListing()
    {
        using var temp = new TempFolder();
        temp.File("b.txt", "abc");
        temp.File("a/c.txt", "abc");
        Directory.CreateDirectory(Path.Combine(temp.Path, "empty"));

        Assert.Equal(
            Digests.OfText($$"""{"a/c.txt":"{{OfAbc}}","b.txt":"{{OfAbc}}"}"""),
            Digests.OfFolder(temp.Path));
    }

    [Fact]
    public void OfFolder_Link_Throws()
    {
        using var temp = new TempFolder();
        var target = temp.File("a", "abc");
        File.CreateSymbolicLink(Path.Combine(temp.Path, "b"), target);

        Assert.Throws<ArgumentException>(() => Digests.OfFolder(temp.Path));
    }
}
