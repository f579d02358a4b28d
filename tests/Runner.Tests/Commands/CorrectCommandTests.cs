using System.Diagnostics;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Runner.Commands;
using WeakToStrong.Runner.Tests.Support;

namespace WeakToStrong.Runner.Tests.Commands;

[Collection(RunnerTests.Name)]
public sealed class CorrectCommandTests(RunnerLab lab)
{
    private const string Row = """{"question": "is the sun here ?", "answer": "no <it> is not .", "correction": "x"}""";

    // Rows whose corrections are written together.
    private const int Part = 1024;

    [Fact]
    public async Task Correct_OneAnswer_PrintsTheCorrection()
    {
        var result = await CorrectAsync("--question", "is the sun here ?", "--answer", "no .", "--json");
        var json = result.Json.AsObject();
        var text = await CorrectAsync("--question", "is the sun here ?", "--answer", "no .");

        Assert.Equal(["question", "answer", "correction"], json.Select(member => member.Key));
        Assert.Equal("no .", (string?)json["answer"]);
        Assert.Equal((string?)json["correction"] + "\n", text.Output);
    }

    [Fact]
    public async Task Correct_WithDrafts_PrintsTheSameCorrectionAndWhatWasAccepted()
    {
        string[] row = ["--question", "is the sun here ?", "--answer", "no the sun is not here .", "--json"];

        var plain = (await CorrectAsync(row)).Json;
        var drafted = (await CorrectAsync([.. row, "--speculation", "copy", "--max-draft", "5"])).Json;

        Assert.Equal((string?)plain["correction"], (string?)drafted["correction"]);
        Assert.Equal(
            ["tokens", "passes", "drafted", "accepted", "acceptance"],
            drafted["generation"]!.AsObject().Select(member => member.Key));
        Assert.InRange((int)drafted["generation"]!["accepted"]!, 0, (int)drafted["generation"]!["drafted"]!);
    }

    [Fact]
    public async Task Correct_APromptLongerThanTheModel_SaysThatItWasCut()
    {
        var question = string.Concat(Enumerable.Repeat("sun ", 3000));

        var result = await CorrectAsync("--question", question, "--answer", "no .");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith(
            "1 of 1 prompts lost their beginning; allowed with this model and --max-new-tokens are 2036 tokens",
            result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Correct_WithATokenizerThatNamesNoEnd_EndsWhereTheModelSays()
    {
        var model = lab.CopyModel();
        File.Delete(Path.Combine(model, "tokenizer_config.json"));
        File.Delete(Path.Combine(model, "special_tokens_map.json"));
        string[] row = ["--question", "is the sun here ?", "--answer", "no .", "--json"];

        var result = await RunnerCommand.RunAsync(
            ["correct", "--model", model, "--max-new-tokens", "12", .. row]);

        Assert.Equal((string?)(await CorrectAsync(row)).Json["correction"], (string?)result.Json["correction"]);
    }

    [Theory]
    [InlineData("--speculation", "magic")]
    [InlineData("--max-draft", "0")]
    [InlineData("--max-draft", "4")]
    public async Task Correct_WithADraftThatCannotBe_SaysWhatIsAllowed(string option, string value) =>
        (await CorrectAsync("--question", "q", "--answer", "a", option, value)).AssertWrongInput(option);

    [Fact]
    public void Rows_BeyondTheLimit_AreRefusedAndNotLeftOut()
    {
        var data = Data(Row + "\n" + Row + "\n" + Row + "\n");

        var error = Assert.Throws<InputException>(() => CorrectCommand.ReadRows(data, limit: 2));

        Assert.StartsWith(data + ":3: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, CorrectCommand.ReadRows(data, limit: 3).Count);
    }

    [Theory]
    [InlineData("""{"question": "q", "answer": "a"}""")]
    [InlineData("""{"prompt": "q", "completion": "a"}""")]
    [InlineData("""{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}""")]
    public void Rows_WithoutACorrection_HaveTheirAnswerCorrected(string row)
    {
        var read = Assert.Single(CorrectCommand.ReadRows(Data(row), limit: 1));

        Assert.Equal(("q", "a"), (read.Prompt, read.Answer));
    }

    [Fact]
    public async Task Correct_AFile_WritesWhatCanBeReadAsDataAgain()
    {
        var data = Data(Row + "\n" + Row.Replace("sun", "moon", StringComparison.Ordinal) + "\n");
        var output = lab.NewPath("out.jsonl");

        var result = await CorrectAsync("--data", data, "--out", output);

        Assert.True(result.ExitCode == 0, result.Error);
        var rows = DataFile.Read(output, DataFormat.Aligner, maxRows: 10);
        Assert.Equal(["is the sun here ?", "is the moon here ?"], rows.Select(row => row.Prompt));
        Assert.All(rows, row => Assert.Equal("no <it> is not .", row.Answer));
        Assert.Equal([output], Directory.GetFiles(Path.GetDirectoryName(output)!));
        var one = await CorrectAsync("--question", "is the sun here ?", "--answer", "no <it> is not .");
        Assert.Equal(rows[0].Correction + "\n", one.Output);
    }

    [Theory]
    [InlineData("{\"question\": \"a\", \"answer\": 1, \"correction\": \"c\"}", ":2: ")]
    [InlineData("{\"question\": \"a\"}", ":2: ")]
    [InlineData("not json", ":2: ")]
    [InlineData("{\"prompt\": \"a\", \"completion\": \"b\"}", ":2: ")]
    public async Task Correct_AFileWithABadRow_NamesFileAndLineAndWritesNothing(string row, string mentions)
    {
        var data = Data(Row + "\n" + row + "\n");
        var output = lab.NewPath("out.jsonl");

        (await CorrectAsync("--data", data, "--out", output)).AssertWrongInput(data + mentions);

        Assert.False(File.Exists(output));
    }

    [Fact]
    public async Task Correct_AFileWithoutAnswers_NamesItsFirstLine()
    {
        var data = Data("{\"prompt\": \"a\"}\n");

        var result = await CorrectAsync("--data", data, "--out", lab.NewPath("out.jsonl"));

        result.AssertWrongInput(data + ":1: ", "no answer");
    }

    [Fact]
    public async Task Correct_IntoAFolderThatIsNotThere_SaysSoBeforeItBegins() =>
        (await CorrectAsync("--data", Data(Row), "--out", lab.NewPath("a/b/out.jsonl"))).AssertWrongInput("no folder");

    [Fact]
    public async Task Correct_MoreRowsThanAreWrittenTogether_WritesAllInTheirOrder()
    {
        var output = lab.NewPath("out.jsonl");

        var result = await CorrectAsync("--data", Data(Rows(Part + 6)), "--out", output);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(
            Questions(Part + 6), DataFile.Read(output, DataFormat.Aligner, maxRows: 2000).Select(row => row.Prompt));
    }

    /// <summary>What is there is kept as it is, whatever it says.</summary>
    [Fact]
    public async Task Correct_AfterAnInterruption_GoesOnBehindTheLastWholePart()
    {
        var data = Data(Rows(ManyRows));
        var output = lab.NewPath("out.jsonl");
        var unfinished = await InterruptAsync(data, output);
        var done = Enumerable.Repeat("earlier", ManyRows - 6).ToArray();
        File.WriteAllText(unfinished, string.Join('\n', [.. done, "of the next part", "cut"]));

        var result = await CorrectAsync("--data", data, "--out", output);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.StartsWith($"going on after {done.Length} of {ManyRows} ", result.Error, StringComparison.Ordinal);
        var lines = File.ReadAllLines(output);
        Assert.Equal(done, lines[..^6]);
        Assert.Equal(
            Questions(ManyRows).TakeLast(6), lines[^6..].Select(line => (string?)JsonNode.Parse(line)!["question"]));
        Assert.False(File.Exists(unfinished));
    }

    [Fact]
    public async Task Correct_OtherwiseAfterAnInterruption_BeginsAnew()
    {
        var data = Data(Rows(ManyRows));
        var output = lab.NewPath("out.jsonl");
        await InterruptAsync(data, output);

        using var other = await StartManyAsync(data, output, unfinished: 2, "--seed", "2");

        await KillAsync(other);
        Assert.Equal(2, Unfinished(output).Length);
    }

    [Fact]
    public async Task Correct_WhileTheSameIsDone_SaysSoAndLeavesItAlone()
    {
        var data = Data(Rows(ManyRows));
        var output = lab.NewPath("out.jsonl");
        using var first = await StartManyAsync(data, output, unfinished: 1);

        var second = await CorrectAsync("--data", data, "--out", output);

        await KillAsync(first);
        second.AssertWrongInput(".partial: is being written by another process");
    }

    [Fact]
    public async Task Correct_IntoTheFileItReads_RefusesAndLeavesItAsItIs()
    {
        var data = Data(Row);
        var link = lab.NewPath("link.jsonl");
        File.CreateSymbolicLink(link, data);

        (await CorrectAsync("--data", data, "--out", data)).AssertWrongInput(data, "name another file");
        (await CorrectAsync("--data", link, "--out", data)).AssertWrongInput(data, "name another file");

        Assert.Equal(Row, File.ReadAllText(data));
    }

    [Theory]
    [InlineData]
    [InlineData("--question", "q")]
    [InlineData("--question", "q", "--answer", "a", "--data", "d")]
    [InlineData("--data", "d")]
    public async Task Correct_WithHalfOfItsArguments_SaysWhatIsAllowed(params string[] arguments) =>
        (await CorrectAsync(arguments)).AssertWrongInput("--question and --answer");

    // Of half a minute's work.
    private const int ManyRows = (20 * Part) + 6;

    private static IEnumerable<string> Questions(int count)
    {
        var words = new[] { "sun", "moon", "it", "here" };
        var lengths = Enumerable.Range(0, count).Select(row => (row * 7 % 5) + 1);
        return lengths.Select((length, row) => string.Join(' ', Enumerable.Repeat(words[row % 4], length)));
    }

    private static string Rows(int count) => string.Concat(Questions(count).Select(question =>
        Row.Replace("is the sun here ?", question, StringComparison.Ordinal) + "\n"));

    /// <summary>A command in the middle of its work, once there are so many files of unfinished work.</summary>
    private async Task<Process> StartManyAsync(string data, string output, int unfinished, params string[] more)
    {
        var process = RunnerCommand.Start(Arguments(["--data", data, "--out", output, .. more]));
        var patience = Stopwatch.StartNew();
        while (Unfinished(output).Length < unfinished)
        {
            Assert.False(process.HasExited, "it ended before it could be interrupted");
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), "it does not begin");
            await Task.Delay(10);
        }
        return process;
    }

    /// <summary>Kills the command in its work, and returns what it was writing.</summary>
    private async Task<string> InterruptAsync(string data, string output)
    {
        using var process = await StartManyAsync(data, output, unfinished: 1);
        await KillAsync(process);
        return Assert.Single(Unfinished(output));
    }

    private static async Task KillAsync(Process process)
    {
        Assert.False(process.HasExited, "it ended before it could be killed");
        process.Kill();
        await RunnerCommand.EndAsync(process);
    }

    private static string[] Unfinished(string output) =>
        Directory.GetFiles(Path.GetDirectoryName(output)!, "*.partial");

    private string Data(string text)
    {
        var path = lab.NewPath("data.jsonl");
        File.WriteAllText(path, text);
        return path;
    }

    private Task<CommandResult> CorrectAsync(params string[] arguments) =>
        RunnerCommand.RunAsync(Arguments(arguments));

    private string[] Arguments(string[] more) =>
        ["correct", "--model", lab.Model, "--max-new-tokens", "12", .. more];
}
