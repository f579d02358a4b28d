using WeakToStrong.Runner.Tests.Support;

namespace WeakToStrong.Runner.Tests.Commands;

/// <summary>What <c>bench</c> refuses before it measures.</summary>
[Collection(RunnerTests.Name)]
public sealed class BenchCommandTests(RunnerLab lab)
{
    [Fact]
    public async Task Correct_RowsWithoutAnswers_NamesTheFirstLineWithAModelAndWithout()
    {
        var data = Data("""{"prompt": "a", "completion": "b"}""");

        foreach (var model in new string[][] { [], ["--model", lab.Model] })
            (await BenchAsync(["correct", "--data", data, .. model])).AssertWrongInput(data + ":1: ", "no answer");
    }

    [Fact]
    public async Task Correct_ASingleRowToTrainOn_SaysHowManyAreNeeded()
    {
        var data = Data("""{"question": "a", "answer": "b", "correction": "c"}""");

        (await BenchAsync("correct", "--data", data)).AssertWrongInput(data + ":1: ", "two or more");
    }

    [Fact]
    public async Task Correct_AModelThatIsNotThere_NamesItsFolder() =>
        (await BenchAsync("correct", "--model", "/nowhere/at/all")).AssertWrongInput("/nowhere/at/all");

    [Fact]
    public async Task Train_WithAModel_SaysWhatModelsAreFor() =>
        (await BenchAsync("train", "--model", lab.Model)).AssertWrongInput("--model and --data", "'correct'");

    private string Data(string row)
    {
        var path = lab.NewPath("data.jsonl");
        File.WriteAllText(path, row + "\n");
        return path;
    }

    private static Task<CommandResult> BenchAsync(params string[] arguments) =>
        RunnerCommand.RunAsync(["bench", .. arguments]);
}
