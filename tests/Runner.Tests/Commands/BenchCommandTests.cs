using System.Text.Json.Nodes;
using WeakToStrong.Runner.Tests.Support;

namespace WeakToStrong.Runner.Tests.Commands;

/// <summary>What <c>bench</c> refuses before it measures, and that it measures large shapes.</summary>
[Collection(RunnerTests.Name)]
public sealed class BenchCommandTests(RunnerLab lab)
{
    [Fact]
    public async Task Correct_RowsWithoutAnswers_NamesTheFirstLineWithAModelAndWithout()
    {
        var data = Data("""{"prompt": "a"}""");

        foreach (var model in new string[][] { [], ["--model", lab.Model] })
            (await BenchAsync(["correct", "--data", data, .. model])).AssertWrongInput(data + ":1: ", "no answer");
    }

    [Fact]
    public async Task Correct_TooFewRowsToTrainOn_SaysHowManyAreNeeded()
    {
        const string row = """{"question": "a", "answer": "b", "correction": "c"}""";
        var data = Data(string.Join('\n', Enumerable.Repeat(row, 7)));

        (await BenchAsync("correct", "--data", data)).AssertWrongInput(data + ": has 7 rows", "8 or more");
    }

    [Theory]
    [InlineData("""{"prompt": "a", "completion": "b"}""")]
    [InlineData("""{"question": "a", "answer": "b"}""")]
    public async Task Correct_RowsWithoutCorrections_NamesTheFirstWithoutAModel(string row)
    {
        var data = Data(row);

        (await BenchAsync("correct", "--data", data)).AssertWrongInput(data + ":1: ", "no correction to train");
    }

    [Fact]
    public async Task Correct_AModelThatIsNotThere_NamesItsFolder() =>
        (await BenchAsync("correct", "--model", "/nowhere/at/all")).AssertWrongInput("/nowhere/at/all");

    [Fact]
    public async Task Train_WithAModel_SaysWhatModelsAreFor() =>
        (await BenchAsync("train", "--model", lab.Model)).AssertWrongInput("--model and --data", "'correct'");

    [Theory]
    [InlineData("--shape", "'8b'", "--shape", "8b")]
    [InlineData("--length", "'8'; allowed is 16 to 32768", "--shape", "10m", "--length", "8")]
    [InlineData("--length", "'long'; allowed is 16 to 32768", "--shape", "10m", "--length", "long")]
    [InlineData("--dtype", "'float64'; allowed are bfloat16, float32", "--shape", "10m", "--dtype", "float64")]
    [InlineData("--rounds", "'0'; allowed is 1 to 100", "--shape", "10m", "--rounds", "0")]
    [InlineData("--batch", "'2000'; allowed is 1 to 1024", "--shape", "10m", "--batch", "1,2000")]
    [InlineData("--dtype", "--shape or --device cuda", "--dtype", "bfloat16")]
    [InlineData("--threads", "between 1 and 256", "train", "--threads", "0")]
    [InlineData("--threads", "between 1 and 256", "ledger", "--threads", "100000")]
    [InlineData("--threads", "between 1 and 256", "correct", "--threads", "257")]
    [InlineData("bench", "not for 'ledger'", "ledger", "--shape", "10m")]
    [InlineData("--batch", "'generate'", "train", "--shape", "10m", "--batch", "2")]
    [InlineData("--shape", "'train' and 'generate'", "correct", "--shape", "10m")]
    [InlineData("--dtype", "'train' and 'generate'", "correct", "--dtype", "bfloat16")]
    public async Task Shapes_WithAnOptionThatIsNotAllowed_SayWhatIs(string option, string part, params string[] all) =>
        (await BenchAsync(all)).AssertWrongInput(option + ": ", part);

    [Theory]
    [InlineData("train")]
    [InlineData("correct")]
    public async Task Bench_OnCudaThatIsNotThere_SaysWhatIsMissing(string name)
    {
        var result = await BenchAsync(name, "--device", "cuda");

        Assert.True(result.ExitCode == 3, result.Error);
        Assert.StartsWith("w2s: CUDA: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_OfAShape_MeasuresUpdatesOfBothSides()
    {
        var report = await MeasureAsync("train", "--length", "64", "--dtype", "float32");

        Assert.Equal("float32", (string?)report["dtype"]);
        var row = Assert.Single(report["results"]!.AsArray())!;
        Assert.Equal((10_227_072, 64), ((long)row["parameters"]!, (int)row["length"]!));
        // Weights, gradients and two moments, each four bytes wide.
        Assert.InRange((long)row["peakMemoryBytes"]!, 4L * 4 * 10_227_072, 12L * 4 * 10_227_072);
        var flops = 6.0 * 10_227_072 + 12 * 4 * 384 * 64;
        AssertRow(report, row, side =>
        {
            var rate = (double)side["tokensPerSecond"]!["median"]!;
            Assert.Equal(rate * flops / (double)report["denseRate"]!, (double)side["mfu"]!, precision: 6);
            Assert.InRange((double)side["loss"]!, Math.Log(8192) - 0.5, Math.Log(8192) + 0.5);
        });
    }

    [Fact]
    public async Task Generate_OfAShape_MeasuresEveryBatchSizeOfBothSides()
    {
        var report = await MeasureAsync("generate", "--length", "32", "--batch", "1,3");

        var rows = report["results"]!.AsArray();
        Assert.Equal(["generate 10m × 1", "generate 10m × 3"], rows.Select(row => (string?)row!["name"]));
        Assert.All(rows, row => AssertRow(report, row!, side => Assert.Null(side["mfu"])));
    }

    private static async Task<JsonNode> MeasureAsync(string name, params string[] options) =>
        (await BenchAsync([name, "--shape", "10m", "--rounds", "1", "--json", .. options])).Json;

    private static void AssertRow(JsonNode report, JsonNode row, Action<JsonNode> assertSide)
    {
        Assert.NotNull(report["peer"]);
        Assert.Null(report["note"]);
        foreach (var side in (JsonNode[])[row, row["peer"]!])
        {
            Assert.Null(side["problem"]);
            Assert.True((double)side["tokensPerSecond"]!["median"]! > 0);
            assertSide(side);
        }
        Assert.Equal(
            (double)row["tokensPerSecond"]!["median"]! / (double)row["peer"]!["tokensPerSecond"]!["median"]!,
            (double)row["ratio"]!, precision: 6);
    }

    private string Data(string row)
    {
        var path = lab.NewPath("data.jsonl");
        File.WriteAllText(path, row + "\n");
        return path;
    }

    private static Task<CommandResult> BenchAsync(params string[] arguments) =>
        RunnerCommand.RunAsync(["bench", .. arguments]);
}
