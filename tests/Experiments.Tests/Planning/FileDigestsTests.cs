using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Planning;

namespace WeakToStrong.Experiments.Tests.Planning;

public sealed class FileDigestsTests : IDisposable
{
    private static readonly DateTime Later = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TempFolder _folder = new();
    private readonly FileDigests _digests = new();

    [Fact]
    public void Of_AFileThatSeemsTheSame_IsNotReadAgain()
    {
        var path = _folder.File("data.jsonl", "before");
        var digest = _digests.Of(path);
        var changedAt = File.GetLastWriteTimeUtc(path);

        File.WriteAllText(path, "after!");
        File.SetLastWriteTimeUtc(path, changedAt);

        Assert.Equal(Digests.OfText("before"), digest);
        Assert.Equal(digest, _digests.Of(path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_AFileOrALinkToOne_IsReadAgainWhenItChanges(bool isLink)
    {
        var file = _folder.File("data.jsonl", "before");
        var path = isLink ? File.CreateSymbolicLink(file + ".link", file).FullName : file;
        _digests.Of(path);

        File.WriteAllText(file, "after!");
        File.SetLastWriteTimeUtc(file, Later);
        Assert.Equal(Digests.OfText("after!"), _digests.Of(path));

        File.WriteAllText(file, "and longer");
        File.SetLastWriteTimeUtc(file, Later);
        Assert.Equal(Digests.OfText("and longer"), _digests.Of(path));
    }

    public void Dispose() => _folder.Dispose();
}
