using System.Text;

namespace WeakToStrong.W2s.Tests;

/// <summary><c>data inspect</c>: what a file is, and the line where it stops being that.</summary>
public sealed class DataInputTests : IDisposable
{
    private const string Row = """{"question": "q", "answer": "a", "correction": "c"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"question": "q", "answer": "a", "correction": "c"}""", "aligner")]
    [InlineData("""{"prompt": "p", "chosen": "c", "rejected": "r"}""", "preference")]
    [InlineData("""{"chosen": "Human: x Assistant: c", "rejected": "Human: x Assistant: r"}""", "implicitPreference")]
    [InlineData("""{"prompt": "p", "completion": "c"}""", "promptCompletion")]
    [InlineData("""{"prompt": "p"}""", "promptOnly")]
    [InlineData("""{"question": "q", "answer": "a"}""", "questionAnswer")]
    [InlineData(
        """{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}""", "messages")]
    public async Task Inspect_AKnownFormat_RecognisesIt(string row, string format)
    {
        var result = await InspectAsync("data.jsonl", $"{row}\n{row}\n", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(format, (string?)result.Json["format"]);
        Assert.Equal(2, (int?)result.Json["rowCount"]);
    }

    [Fact]
    public async Task Inspect_AJsonArray_RecognisesIt()
    {
        var result = await InspectAsync("data.json", $"[{Row},\n{Row}]");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("2 rows", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Row + "\n{\"question\": \"q\", \"answ", 2, "")]
    [InlineData(Row + "\n{\"question\": \"q\", \"answer\": \"a\"}\n", 2, "correction")]
    [InlineData(Row + "\n" + Row + "\n{\"prompt\": \"p\", \"chosen\": \"c\", \"rejected\": \"r\"}\n", 3, "")]
    [InlineData(Row + "\n{\"question\": 7, \"answer\": \"a\", \"correction\": \"c\"}\n", 2, "question")]
    public async Task Inspect_AFileThatGoesWrong_NamesTheLine(string text, int line, string mentions) =>
        (await InspectAsync("data.jsonl", text)).AssertWrongInput($"data.jsonl:{line}: ", mentions);

    [Fact]
    public async Task Inspect_AFileOfNoKnownFormat_SaysThatAlone()
    {
        var result = await InspectAsync("cities.csv", "name,country\nOslo,Norway\n");

        result.AssertWrongInput("cities.csv");
        Assert.Equal(("", 1), (result.Output, result.ErrorLines.Count));
    }

    [Fact]
    public async Task Inspect_ATruncatedArray_NamesTheFile() =>
        (await InspectAsync("data.json", $"[{Row},\n{Row[..20]}")).AssertWrongInput("data.json:2: ");

    [Fact]
    public async Task Inspect_AByteThatIsNotUtf8_NamesTheLine()
    {
        byte[] broken = [.. Encoding.UTF8.GetBytes(Row + "\n"), .. "{\"question\": \""u8, 0xff, .. "\"}\n"u8];

        var result = await CommandLineProcess.RunAsync("data", "inspect", _folder.Write("data.jsonl", broken));

        result.AssertWrongInput("data.jsonl:2: ");
    }

    [Fact]
    public async Task Inspect_AnEmptyFile_NamesIt() =>
        (await InspectAsync("data.jsonl", "")).AssertWrongInput("data.jsonl");

    [Fact]
    public async Task Inspect_NoName_SaysSo() =>
        (await CommandLineProcess.RunAsync("data", "inspect", "")).AssertWrongInput("'': is no name of a file");

    [Fact]
    public async Task Inspect_ALinkInACircle_NamesIt()
    {
        File.CreateSymbolicLink(_folder.In("circle.jsonl"), "circle.jsonl");

        (await CommandLineProcess.RunAsync("data", "inspect", _folder.In("circle.jsonl")))
            .AssertWrongInput("circle.jsonl: cannot be read: ");
    }

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "is compressed by gzip, which is not read")]
    [InlineData(new byte[] { 0x50, 0x41, 0x52, 0x31 }, "is Parquet, which is not read")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0 }, "is UTF-16, which is not read")]
    public async Task Inspect_AnotherContainer_SaysWhich(byte[] beginning, string what) =>
        (await CommandLineProcess.RunAsync("data", "inspect", _folder.Write("data.jsonl", beginning)))
            .AssertWrongInput($"data.jsonl: {what}");

    [Fact]
    public async Task Inspect_AMissingFile_NamesIt() =>
        (await CommandLineProcess.RunAsync("data", "inspect", _folder.In("nowhere.jsonl")))
            .AssertWrongInput("nowhere.jsonl");

    private Task<CommandResult> InspectAsync(string name, string text, params string[] options) =>
        CommandLineProcess.RunAsync(["data", "inspect", _folder.Write(name, text), .. options]);
}
