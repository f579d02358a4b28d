using System.Buffers.Binary;
using System.Text;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Runner.Tests.Support;
using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;
using static WeakToStrong.Torch.torch;

namespace WeakToStrong.Runner.Tests.Commands;

/// <summary><c>generate</c> and <c>score</c>, and what they say of models and arguments that are wrong.</summary>
[Collection(RunnerTests.Name)]
public sealed class ModelCommandTests(RunnerLab lab)
{
    private const string Prompt = "<chat> is the sun here ? <ans>";
    private const string Weights = "model.safetensors";

    [Fact]
    public async Task Generate_Greedy_IsTheLibrarysAnswerEveryTime()
    {
        using var folder = ModelFolder.Load(lab.Model, new ComputeOptions().Applied());
        var expected = new SequenceGenerator(folder.Model).Generate(
            [folder.Tokenizer.EncodeSequence(Prompt)], new GenerationOptions { MaxNewTokens = 10 })[0];

        var json = (await GenerateAsync("--json", "--max-new-tokens", "10")).Json.AsObject();
        var text = await GenerateAsync("--max-new-tokens", "10");

        Assert.Equal(["text", "tokens", "finishReason"], json.Select(member => member.Key));
        Assert.Equal(expected.Tokens, json["tokens"]!.AsArray().Select(token => (int)token!));
        Assert.Equal(expected.Reason == FinishReason.Stop ? "stop" : "length", (string?)json["finishReason"]);
        Assert.Equal((string?)json["text"] + "\n", text.Output);
    }

    [Fact]
    public async Task Generate_OneToken_EndsByLength()
    {
        var json = (await GenerateAsync("--json", "--max-new-tokens", "1")).Json;

        Assert.Single(json["tokens"]!.AsArray());
        Assert.Equal("length", (string?)json["finishReason"]);
    }

    [Fact]
    public async Task Generate_AtATemperature_DependsOnTheSeedAlone()
    {
        var one = await GenerateAsync("--temperature", "5", "--seed", "1", "--json");
        var same = await GenerateAsync("--temperature", "5", "--seed", "1", "--json");
        var other = await GenerateAsync("--temperature", "5", "--seed", "2", "--json");

        Assert.Equal(one.Output, same.Output);
        Assert.NotEqual(one.Output, other.Output);
    }

    [Fact]
    public async Task Score_OfACompletion_IsTheSumOfTheLibrarysLogProbabilities()
    {
        const string completion = " yes the sun is here .";
        var json = (await ScoreAsync(Prompt, completion, "--json")).Json.AsObject();

        var (tokens, expected) = Expected(completion);
        Assert.Equal(["tokens", "logprobs", "sum"], json.Select(member => member.Key));
        Assert.Equal(tokens, json["tokens"]!.AsArray().Select(token => (int)token!));
        var logprobs = json["logprobs"]!.AsArray().Select(value => (double)value!).ToArray();
        Assert.Equal(expected.Length, logprobs.Length);
        Assert.All(expected.Zip(logprobs), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(logprobs.Sum(), (double)json["sum"]!, 1e-9);
    }

    [Fact]
    public async Task Score_ForPeople_HasALineForEachTokenAndTheSum()
    {
        var lines = (await ScoreAsync(Prompt, " yes the")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, lines.Length);
        Assert.EndsWith("sum", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merge_ModelAndAdapter_ScoresAsTheModelWithTheAdapter()
    {
        const string completion = " yes the sun is here .";
        var adapter = TunedAdapter();
        var output = lab.NewPath("merged");

        var model = lab.CopyModel();
        Change(Path.Combine(model, "generation_config.json"), "\"do_sample\": false", "\"top_k\": 20");
        var done = await MergeAsync(model, adapter, output);
        Assert.True(done.ExitCode == 0, done.Error);
        (await MergeAsync(model, adapter, output)).AssertWrongInput(output, "is not empty");

        Assert.Contains(
            "\"top_k\": 20", await File.ReadAllTextAsync(Path.Combine(output, "generation_config.json")),
            StringComparison.Ordinal);
        var adapted = await ScoreAsync(Prompt, completion, "--json", "--adapter", adapter);
        var merged = await RunnerCommand.RunAsync(
            "score", "--model", output, "--prompt", Prompt, "--completion", completion, "--json");
        var plain = await ScoreAsync(Prompt, completion, "--json");
        Assert.Equal((double)adapted.Json["sum"]!, (double)merged.Json["sum"]!, 1e-6);
        Assert.NotEqual((double)adapted.Json["sum"]!, (double)plain.Json["sum"]!, 1e-2);
        Assert.Equal(
            Directory.GetFiles(lab.Model).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Merge_ThatFailsHalfway_CanBeTriedAgain()
    {
        var adapter = TunedAdapter();
        var model = lab.CopyModel();
        var output = lab.NewPath("merged");
        // The weights are written before it is copied.
        var broken = Path.Combine(model, "notes.txt");
        File.CreateSymbolicLink(broken, Path.Combine(model, "nowhere"));

        var failed = await RunnerCommand.RunAsync("merge", "--model", model, "--adapter", adapter, "--out", output);
        File.Delete(broken);
        var done = await RunnerCommand.RunAsync("merge", "--model", model, "--adapter", adapter, "--out", output);

        Assert.Equal(1, failed.ExitCode);
        Assert.True(done.ExitCode == 0, done.Error);
        Assert.Equal(output, Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(output)!)));
    }

    [Fact]
    public async Task Score_WithAFolderThatIsNoAdapter_NamesIt()
    {
        (await ScoreAsync(Prompt, " yes", "--adapter", "/nowhere/at/all")).AssertWrongInput("/nowhere/at/all");
        (await ScoreAsync(Prompt, " yes", "--adapter", lab.Model)).AssertWrongInput("adapter_config.json");
    }

    [Theory]
    [InlineData("--max-new-tokens", "0", "--max-new-tokens")]
    [InlineData("--temperature", "-1", "--temperature")]
    [InlineData("--threads", "0", "--threads")]
    [InlineData("--temperature", "hot", "hot")]
    [InlineData("--tempature", "1", "--tempature")]
    public async Task Generate_WithAWrongArgument_NamesIt(string option, string value, string mentions) =>
        (await GenerateAsync(option, value)).AssertWrongInput(mentions);

    [Fact]
    public async Task Generate_FromNothingOrTooMuch_NamesThePrompt()
    {
        (await PromptAsync("")).AssertWrongInput("--prompt", "has 0 tokens");
        (await PromptAsync(string.Concat(Enumerable.Repeat("sun ", 3000)))).AssertWrongInput("--prompt", "1 to 2047");
        (await ScoreAsync("", " yes")).AssertWrongInput("--prompt");
        (await ScoreAsync(Prompt, "")).AssertWrongInput("--completion");
    }

    [Fact]
    public async Task Score_OfACompletionThatIsTooLong_BlamesIt()
    {
        var words = string.Concat(Enumerable.Repeat(" sun", 3000));

        (await ScoreAsync(Prompt, words)).AssertWrongInput("--completion", "has 3000 tokens; allowed are 1 to 2047");
    }

    [Fact]
    public async Task Commands_WithSettingsThatAreNotApplied_SaySoOnce()
    {
        var model = lab.CopyModel();
        var file = Path.Combine(model, "generation_config.json");
        Change(file, "\"do_sample\": false", "\"repetition_penalty\": 1.05, \"temperature\": 0.7");

        var told = await RunnerCommand.RunAsync("generate", "--model", model, "--prompt", Prompt, "--json");
        var corrected = await RunnerCommand.RunAsync(
            "correct", "--model", model, "--question", "q", "--answer", "a", "--max-new-tokens", "1");

        Assert.Equal(0, told.ExitCode);
        Assert.Equal($"{file} asks for repetition_penalty 1.05: not applied\n", told.Error);
        Assert.Equal((await GenerateAsync("--json")).Output, told.Output);
        Assert.Equal(told.Error, corrected.Error);
    }

    [Fact]
    public async Task Commands_OnWeightsThatAreNotFinite_NameFileAndTensor()
    {
        var model = lab.CopyModel();
        Spoil(Path.Combine(model, Weights), LlamaLayout.FinalNorm);

        (await GenerateFromAsync(model)).AssertWrongInput(Weights, "tensor 'model.norm.weight'", "not finite");
        foreach (var form in new[] { "--json", "--threads=1" })
            (await RunnerCommand.RunAsync(
                "score", "--model", model, "--prompt", Prompt, "--completion", " yes", form))
                .AssertWrongInput(Weights, "tensor 'model.norm.weight'", "not finite");
    }

    [Fact]
    public async Task Commands_OnARewardModelWithoutAnOutput_SayWhatItIs()
    {
        var model = lab.CopyModel();
        var config = Path.Combine(model, "config.json");
        Change(config, "ForCausalLM", "ForSequenceClassification");
        Change(config, "\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false");

        (await GenerateFromAsync(model)).AssertWrongInput(
            "config.json", "'architectures'", "lm_head.weight", "LlamaForCausalLM");
    }

    [Fact]
    public async Task Generate_FromAMissingFolder_NamesIt() =>
        (await GenerateFromAsync("/nowhere/at/all")).AssertWrongInput("/nowhere/at/all");

    [Fact]
    public async Task Generate_WithShapesOfAnotherConfig_NamesTheTensor()
    {
        var model = lab.CopyModel();
        Change(Path.Combine(model, "config.json"), "\"intermediate_size\": 168", "\"intermediate_size\": 160");

        (await GenerateFromAsync(model)).AssertWrongInput(Weights, "mlp.");
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 40)]
    [InlineData(1UL)]
    public async Task Generate_WithAHeaderThatLiesAboutItsLength_NamesTheFile(ulong length)
    {
        var model = lab.CopyModel();
        using (var file = File.OpenWrite(Path.Combine(model, Weights)))
        {
            var bytes = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
            file.Write(bytes);
        }

        (await GenerateFromAsync(model)).AssertWrongInput(Weights);
    }

    [Theory]
    [InlineData("[0,4611686018427387904]", "[1152921504606846976]")]
    [InlineData("[0,32]", "[9]")]
    [InlineData("[64,32]", "[8]")]
    public async Task Generate_WithAHeaderThatLiesAboutATensor_NamesTheFile(string offsets, string shape)
    {
        var model = lab.CopyModel();
        var header = Encoding.UTF8.GetBytes(
            $$$"""{"model.norm.weight":{"dtype":"F32","shape":{{{shape}}},"data_offsets":{{{offsets}}}}}""");
        File.WriteAllBytes(
            Path.Combine(model, Weights),
            [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. new byte[32]]);

        (await GenerateFromAsync(model)).AssertWrongInput(Weights);
    }

    [Theory]
    [InlineData("config.json", "{")]
    [InlineData("tokenizer.json", "[]")]
    [InlineData(PromptTemplateFile.Name, "{\"answer\": 1}")]
    public async Task Generate_WithAFileThatIsDamaged_NamesIt(string file, string content)
    {
        var model = lab.CopyModel();
        File.WriteAllText(Path.Combine(model, file), content);

        (await GenerateFromAsync(model)).AssertWrongInput(file);
    }

    [Fact]
    public async Task Runner_WithoutACommand_SaysSo() =>
        (await RunnerCommand.RunAsync()).AssertWrongInput("command");

    private string TunedAdapter()
    {
        var tuned = lab.Models.Lab.Run(lab.Models.Tune("sft", new SftOptions
        {
            BatchSize = 2, LearningRate = 1e-3, Lora = new LoraOptions { Rank = 2 },
        })).Output("model");
        return Path.Combine(lab.Models.Lab.Folder(tuned), "adapter");
    }

    private (int[] Tokens, double[] LogProbabilities) Expected(string completion)
    {
        using var folder = ModelFolder.Load(lab.Model, new ComputeOptions().Applied());
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var tokens = folder.Tokenizer.Encode(completion);
        var batch = folder.Model.Batch(
            [TokenSample.ForResponse("expected", folder.Tokenizer.EncodeSequence(Prompt), tokens)]);
        var logProbabilities = LogProbabilities.PerToken(folder.Model, batch).data<float>().ToArray();
        return (tokens, [.. logProbabilities.Select(Convert.ToDouble)]);
    }

    private static void Spoil(string path, string tensor)
    {
        long start;
        using (var file = SafetensorsFile.Open(path))
            start = new FileInfo(path).Length - file.Entries.Sum(entry => entry.Length) + file.Get(tensor).Offset;
        using var stream = File.OpenWrite(path);
        stream.Position = start;
        stream.Write(BitConverter.GetBytes(float.NaN));
    }

    private static void Change(string path, string was, string becomes)
    {
        var text = File.ReadAllText(path);
        Assert.Contains(was, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(was, becomes, StringComparison.Ordinal));
    }

    private Task<CommandResult> GenerateAsync(params string[] more) =>
        RunnerCommand.RunAsync(["generate", "--model", lab.Model, "--prompt", Prompt, .. more]);

    private Task<CommandResult> PromptAsync(string prompt) =>
        RunnerCommand.RunAsync("generate", "--model", lab.Model, "--prompt", prompt);

    private static Task<CommandResult> GenerateFromAsync(string model) =>
        RunnerCommand.RunAsync("generate", "--model", model, "--prompt", Prompt);

    private static Task<CommandResult> MergeAsync(string model, string adapter, string output) =>
        RunnerCommand.RunAsync("merge", "--model", model, "--adapter", adapter, "--out", output);

    private Task<CommandResult> ScoreAsync(string prompt, string completion, params string[] more) =>
        RunnerCommand.RunAsync(
            ["score", "--model", lab.Model, "--prompt", prompt, "--completion", completion, .. more]);
}
