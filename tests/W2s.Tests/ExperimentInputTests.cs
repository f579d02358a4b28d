using WeakToStrong.Transformer.Models;

namespace WeakToStrong.W2s.Tests;

/// <summary>Wrong experiment files: exit code 2, and a line that names file, line and what is wrong.</summary>
public sealed class ExperimentInputTests : IDisposable
{
    private const string Valid = """
        name: tiny
        task: correction
        seeds: [1]
        data: {kind: world}
        models:
          supervisor: {preset: nano}
          student: {preset: micro}
        methods:
          - {name: sft, method: sft, from: base}
          - {name: dpo, method: dpo, from: base}
        ceiling: {method: sft}

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Plan_OfAValidFile_Succeeds()
    {
        var result = await PlanAsync(Valid);

        Assert.True(result.ExitCode == 0, result.Error);
    }

    /// <summary>What its first step would stumble over is known before a store is made.</summary>
    [Theory]
    [InlineData("plan")]
    [InlineData("run")]
    public async Task Command_OfDataThatCannotBeRead_NamesTheFirstProblemOfEachFile(string command)
    {
        const string row = """{"question": "q", "answer": "a", "correction": "c"}""";
        _folder.Write("supervisor.jsonl", $"{row}\n{row}\n");
        _folder.Write("transfer.jsonl", $"{row}\n{{\"question\": \"q\"\n");
        _folder.Write("test.jsonl", """{"prompt": "q", "completion": "a"}""");
        var file = _folder.Write("experiment.yaml", Valid.Replace(
            "{kind: world}",
            "{kind: files, supervisor: supervisor.jsonl, transfer: transfer.jsonl, test: test.jsonl}",
            StringComparison.Ordinal));

        var result = await CommandLineProcess.RunAsync(command, file, "--store", _folder.Store);

        result.AssertWrongInput("supervisor.jsonl: has 2 rows, of which judge_fraction 0.3 sets none aside");
        result.AssertWrongInput("transfer.jsonl:2: the line ends before its JSON object does");
        result.AssertWrongInput("test.jsonl:1: the row has no answer beside its correction");
        Assert.Equal(3, result.ErrorLines.Count);
        Assert.False(Directory.Exists(_folder.Store));
    }

    /// <summary>A model of 70 thousand million weights; its shape is enough to know.</summary>
    [Theory]
    [InlineData("plan")]
    [InlineData("run")]
    public async Task Command_OfAModelThatCannotFit_NamesStepNeedAndWhatHelps(string command)
    {
        new ModelConfig
        {
            VocabularySize = 128_256,
            HiddenSize = 8192,
            IntermediateSize = 28_672,
            Layers = 80,
            Heads = 64,
            KeyValueHeads = 8,
            HeadDim = 128,
        }.ToHuggingFace().Save(_folder.Path);
        var file = _folder.In("experiment.yaml");
        File.WriteAllText(file, Valid.Replace(
            "student: {preset: micro}", $"student: {{path: {_folder.Path}}}", StringComparison.Ordinal));

        var result = await CommandLineProcess.RunAsync(command, file, "--store", _folder.Store);

        result.AssertWrongInput("step 'seed 1 / ", "GiB of memory (weights ", "there are ");
        Assert.False(Directory.Exists(_folder.Store));
    }

    [Fact]
    public async Task Plan_OfDataFromAPipe_SaysThatItIsReadAgain()
    {
        _folder.Write("data.jsonl", "");
        var file = _folder.Write("experiment.yaml", Valid.Replace(
            "{kind: world}", "{kind: files, supervisor: /dev/stdin, transfer: data.jsonl, test: data.jsonl}",
            StringComparison.Ordinal));

        (await CommandLineProcess.RunAsync("plan", file, "--store", _folder.Store))
            .AssertWrongInput("/dev/stdin: is a pipe; allowed is a file");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("plan")]
    public async Task Command_WithAnOptionThatIsNotThere_NamesIt(string command) =>
        (await CommandLineProcess.RunAsync(command, _folder.Write("experiment.yaml", Valid), "--slot", "2"))
            .AssertWrongInput("there is no option '--slot'");

    [Theory]
    [InlineData("seeds: [1]", "seeds: [1]\nsupervisr: {}", 4, "supervisor")]
    [InlineData("{preset: micro}", "{preset: micro, prset: x}", 7, "prset")]
    [InlineData("seeds: [1]", "seeds: many", 3, "seeds")]
    [InlineData("seeds: [1]", "seeds: [one]", 3, "one")]
    [InlineData("seeds: [1]", "seeds: []", 3, "seeds")]
    [InlineData("preset: micro", "preset: colossal", 7, "colossal")]
    [InlineData("name: dpo", "name: sft", 10, "sft")]
    [InlineData("method: dpo, from: base", "method: dpo, from: rlhf", 10, "rlhf")]
    [InlineData("method: dpo,", "method: dpq,", 10, "dpo")]
    [InlineData("kind: world", "kind: word", 4, "world")]
    [InlineData("task: correction", "task: classification", 2, "classification")]
    [InlineData("  student: {preset: micro}", "\tstudent: {preset: micro}", 7, "a tab indents the line")]
    [InlineData("ceiling: {method: sft}", "ceiling: {method: sft", 12, "YAML")]
    public async Task Plan_OfAWrongFile_NamesFileAndLine(string was, string becomes, int line, string mentions)
    {
        var result = await PlanAsync(Valid.Replace(was, becomes, StringComparison.Ordinal));

        result.AssertWrongInput($"experiment.yaml:{line}: ", mentions);
    }

    [Fact]
    public async Task Run_OfAWrongFile_FailsBeforeAnythingStarts()
    {
        var file = _folder.Write("experiment.yaml", Valid.Replace("seeds: [1]", "seeds: []", StringComparison.Ordinal));

        var result = await CommandLineProcess.RunAsync("run", file, "--store", _folder.Store);

        result.AssertWrongInput("experiment.yaml:3: ", "seeds");
        Assert.False(Directory.Exists(_folder.Store));
    }

    [Fact]
    public async Task Run_OfAMissingFile_NamesIt()
    {
        var result = await CommandLineProcess.RunAsync("run", _folder.In("nowhere.yaml"), "--store", _folder.Store);

        result.AssertWrongInput("nowhere.yaml");
    }

    [Fact]
    public async Task Plan_OfAnEmptyFile_NamesIt() => (await PlanAsync("")).AssertWrongInput("experiment.yaml");

    [Fact]
    public async Task Plan_OfAFileWithAByteThatIsNotUtf8_NamesIt()
    {
        var file = _folder.Write("experiment.yaml", [.. "name: tin"u8, 0xff, .. "\n"u8]);

        var result = await CommandLineProcess.RunAsync("plan", file, "--store", _folder.Store);

        result.AssertWrongInput("experiment.yaml");
    }

    [Theory]
    [InlineData("supervisor.epoch=2", "epoch")]
    [InlineData("seeds=[]", "seeds")]
    [InlineData("seeds", "seeds")]
    [InlineData("methods.7.name=x", "methods.7")]
    public async Task Plan_WithAWrongOverride_NamesIt(string given, string mentions)
    {
        var file = _folder.Write("experiment.yaml", Valid);

        var result = await CommandLineProcess.RunAsync("plan", file, given, "--store", _folder.Store);

        result.AssertWrongInput(mentions);
    }

    private Task<CommandResult> PlanAsync(string text) =>
        CommandLineProcess.RunAsync("plan", _folder.Write("experiment.yaml", text), "--store", _folder.Store);
}
