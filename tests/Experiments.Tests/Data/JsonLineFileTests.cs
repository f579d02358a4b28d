using System.Text;
using WeakToStrong.Experiments.Data;

namespace WeakToStrong.Experiments.Tests.Data;

public sealed class JsonLineFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Next_Lines_AreGivenWithTheirPlaces()
    {
        using var file = Open("one\n\nthree is longer\nlast without end");

        Assert.Equal(
            [(0L, "one"), (5L, "three is longer"), (21L, "last without end")], Lines(file));
    }

    [Fact]
    public void Next_LinesLongerThanABuffer_AreWhole()
    {
        var lines = new[] { new string('a', 200_000), "b", new string('c', 70_000) };
        using var file = Open(string.Join('\n', lines) + "\n");

        Assert.Equal(lines, Lines(file).Select(line => line.Text));
    }

    [Fact]
    public void At_APlaceThatWasGiven_IsThatLineAndGoesOnFromThere()
    {
        var lines = Enumerable.Range(0, 50_000).Select(i => $"line {i}").ToArray();
        using var file = Open(string.Join('\n', lines));
        var places = Lines(file).Select(line => line.Place).ToArray();

        foreach (var index in new[] { 49_999, 0, 31_234, 17 })
            Assert.Equal(lines[index], Text(file.At(places[index])!.Value));
        Assert.Equal("line 18", Text(file.Next()!.Value));
    }

    [Fact]
    public void Next_OfAnEmptyFile_IsNothing()
    {
        using var file = Open("");

        Assert.Null(file.Next());
    }

    [Fact]
    public void Next_ALineWithoutEnd_IsRefused()
    {
        using var file = Open(new string('x', 20 << 20));

        Assert.Throws<InvalidDataException>(() => file.Next());
    }

    public void Dispose() => _folder.Dispose();

    private JsonLineFile Open(string text)
    {
        var path = Path.Combine(_folder.Path, "rows.jsonl");
        File.WriteAllText(path, text);
        return new JsonLineFile(path);
    }

    private static List<(long Place, string Text)> Lines(JsonLineFile file)
    {
        var lines = new List<(long, string)>();
        while (file.Next() is { } line)
            lines.Add((line.Place, Text(line)));
        return lines;
    }

    private static string Text(PlacedLine line) => Encoding.UTF8.GetString(line.Bytes.Span);
}
