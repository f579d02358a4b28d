using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using WeakToStrong.Labeler.Tests.Support;

namespace WeakToStrong.W2s.Tests;

/// <summary>Model folders, right and wrong, through the commands that load them.</summary>
public sealed class ModelInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModelInputTests() => ModelFolder.Write(Model);

    private string Model => _folder.In("model");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Generate_FromAWholeModel_PrintsJsonAlone()
    {
        var result = await CommandLineProcess.RunAsync(
            "generate", "--model", Model, "--prompt", "a bird", "--max-new-tokens", "2", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.NotNull(result.Json);
    }

    /// <summary>A base model tuned with a chat format states another end than the one it has learned.</summary>
    [Fact]
    public async Task Generate_FromAModelWithAChatFormat_EndsWithTheTurn()
    {
        var chatting = _folder.In("chatting");
        TinyAligner.Write(chatting);
        foreach (var file in Directory.GetFiles(chatting, "*.json"))
            File.WriteAllText(file, File.ReadAllText(file).Replace("<eos>", "<|im_end|>", StringComparison.Ordinal));
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(chatting, "config.json")))!;
        config["eos_token_id"] = 5;
        File.WriteAllText(Path.Combine(chatting, "config.json"), config.ToJsonString());
        File.WriteAllText(
            Path.Combine(chatting, "chat_template.jinja"),
            "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}");

        var result = await CommandLineProcess.RunAsync(
            "generate", "--model", chatting, "--prompt", "?", "--max-new-tokens", "100", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("stop", (string?)result.Json["finishReason"]);
        Assert.EndsWith(TinyAligner.Correction, (string?)result.Json["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_FromAModelWithAnUnknownChatFormat_NeedsNone()
    {
        File.WriteAllText(Path.Combine(Model, "chat_template.jinja"), "{{ unknown }}");

        var result = await GenerateAsync(Model);

        Assert.True(result.ExitCode == 0, result.Error);
    }

    [Fact]
    public async Task Score_OfACompletion_HasALogProbabilityForEachToken()
    {
        var result = await CommandLineProcess.RunAsync(
            "score", "--model", Model, "--prompt", "a bird", "--completion", " sings", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        var logprobs = result.Json["logprobs"]!.AsArray().Select(value => (double)value!).ToArray();
        Assert.Equal(result.Json["tokens"]!.AsArray().Count, logprobs.Length);
        Assert.Equal(logprobs.Sum(), (double)result.Json["sum"]!, 6);
    }

    [Fact]
    public async Task Generate_FromAMissingFolder_NamesIt() =>
        (await GenerateAsync(_folder.In("nowhere"))).AssertWrongInput("nowhere");

    [Fact]
    public async Task Generate_WithShapesThatDoNotFitTheConfiguration_NamesTheFile()
    {
        ModelFolder.WriteWeightsOfAnotherWidth(Model);

        (await GenerateAsync(Model)).AssertWrongInput(ModelFolder.Weights);
    }

    [Fact]
    public async Task Generate_WithAHeaderLongerThanTheFile_NamesTheFile()
    {
        var bytes = File.ReadAllBytes(WeightsPath);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);
        File.WriteAllBytes(WeightsPath, bytes);

        (await GenerateAsync(Model)).AssertWrongInput(ModelFolder.Weights);
    }

    [Fact]
    public async Task Generate_WithOffsetsBeyondTheFile_NamesTheFile()
    {
        const string header = """{"model.norm.weight":{"dtype":"F32","shape":[8],"data_offsets":[0,32]}}""";
        byte[] bytes = [.. BitConverter.GetBytes((ulong)header.Length), .. Encoding.UTF8.GetBytes(header)];
        File.WriteAllBytes(WeightsPath, bytes);

        (await GenerateAsync(Model)).AssertWrongInput(ModelFolder.Weights);
    }

    [Fact]
    public async Task Generate_WithAConfigurationThatIsNotJson_NamesTheFile()
    {
        File.WriteAllText(Path.Combine(Model, "config.json"), "{");

        (await GenerateAsync(Model)).AssertWrongInput("config.json");
    }

    private string WeightsPath => Path.Combine(Model, ModelFolder.Weights);

    private static Task<CommandResult> GenerateAsync(string model) =>
        CommandLineProcess.RunAsync("generate", "--model", model, "--prompt", "a bird");
}
