using System.Text.Json.Nodes;
using WeakToStrong.Runner.Tests.Support;

namespace WeakToStrong.Runner.Tests.Commands;

/// <summary>
/// <c>score</c> and <c>generate</c> on random checkpoints of every family; what they must say was computed by another
/// implementation, see <c>make_families.py</c> of the engine's tests.
/// </summary>
[Collection(RunnerTests.Name)]
public sealed class FamilyCommandTests(RunnerLab lab)
{
    private static string Families { get; } = Path.Combine(AppContext.BaseDirectory, "golden", "families");

    /// <summary>Every golden language model.</summary>
    public static TheoryData<string> Names =>
    [
        "llama2", "llama3", "llama32-tied", "llama-biases", "mistral", "qwen2-tied-padded", "qwen2-yarn", "qwen3",
        "qwen3-biases-tied", "qwen2-window", "qwen3-window"
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Score_OfAFamily_IsWithinATenThousandthOfTheReference(string name)
    {
        var (model, expected) = Model(name);

        var json = (await RunnerCommand.RunAsync(
            "score", "--model", model, "--prompt", Text(expected, "prompt"), "--completion",
            Text(expected, "completion"), "--json")).Json;

        Assert.Equal(Tokens(expected["completionTokens"]), Tokens(json["tokens"]));
        var pairs = Numbers(expected["logprobs"]).Zip(Numbers(json["logprobs"]), (a, b) => Math.Abs(a - b)).ToArray();
        Assert.Equal(Tokens(json["tokens"]).Length, pairs.Length);
        Assert.True(pairs.Max() < 1e-4, $"off by {pairs.Max()}");
        Assert.Equal(Numbers(json["logprobs"]).Sum(), (double)json["sum"]!, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Generate_OfAFamilyInFloat64_IsTheReferencesTokenForToken(string name)
    {
        var (model, expected) = Model(name);

        var json = (await RunnerCommand.RunAsync(
            "generate", "--model", model, "--prompt", Text(expected, "prompt"), "--max-new-tokens", "24",
            "--dtype", "float64", "--json")).Json;

        var greedy = Tokens(expected["greedy"]);
        Assert.Equal(greedy, Tokens(json["tokens"]));
        Assert.Equal(greedy.Length < 24 ? "stop" : "length", (string?)json["finishReason"]);
    }

    [Fact]
    public async Task Generate_WithATypeThatThereIsNot_NamesThoseThereAre()
    {
        var (model, _) = Model("llama2");

        (await RunnerCommand.RunAsync("generate", "--model", model, "--prompt", "a", "--dtype", "float8"))
            .AssertWrongInput("--dtype", "'float8'", "float32", "float64");
    }

    [Fact]
    public async Task Score_WithMoreTokensThanTheEmbeddingHasRows_NamesBoth()
    {
        var (model, _) = Model("llama2");
        var path = Path.Combine(model, "config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace(
            "\"vocab_size\": 264", "\"vocab_size\": 258", StringComparison.Ordinal));

        (await RunnerCommand.RunAsync("score", "--model", model, "--prompt", "a", "--completion", "b"))
            .AssertWrongInput("tokenizer.json", "258", "vocab_size", "0 to 257");
    }

    private (string Folder, JsonNode Expected) Model(string name)
    {
        var folder = lab.NewPath(name);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Path.Combine(Families, name))
            .Append(Path.Combine(Families, "tokenizer.json")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return (folder, JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!);
    }

    private static string Text(JsonNode expected, string name) => (string)expected[name]!;

    private static int[] Tokens(JsonNode? list) => [.. list!.AsArray().Select(token => (int)token!)];

    private static double[] Numbers(JsonNode? list) => [.. list!.AsArray().Select(number => (double)number!)];
}
