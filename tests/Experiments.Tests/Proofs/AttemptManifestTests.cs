using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Experiments.Tests.Proofs;

public sealed class AttemptManifestTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Read_OfWhatIsNoManifest_SaysSo(string content)
    {
        var path = _temp.File(Digests.OfText(content) + ".json", content);

        Assert.Contains(
            "manifest", Assert.Throws<InputException>(() => AttemptManifest.Read(path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void RowRecord_OfAFile_IsTheDigestOfItsRowsDigests()
    {
        string[] rows = [.. Enumerable.Range(0, 300).Select(row => $"row {row % 250} ü")];
        var digests = rows.Select(Digests.OfText).ToArray();

        var record = RowRecord.Of(_temp.File("rows.jsonl", string.Join('\n', rows)));

        Assert.Equal(
            new RowRecord(
                300, Digests.OfText(string.Concat(digests)),
                Digests.OfText(string.Concat(digests.Order(StringComparer.Ordinal)))),
            record);
    }

    [Fact]
    public void RowRecord_OfAnEmptyFile_IsTheDigestOfNothing() =>
        Assert.Equal(
            new RowRecord(0, Digests.OfText(""), Digests.OfText("")), RowRecord.Of(_temp.File("rows.jsonl", "")));
}
