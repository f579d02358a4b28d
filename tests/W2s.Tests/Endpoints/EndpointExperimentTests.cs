using System.Text.Json.Nodes;
using WeakToStrong.Labeler.Tests.Support;

namespace WeakToStrong.W2s.Tests.Endpoints;

/// <summary>An experiment whose student and judge are a model behind an endpoint, through the real processes.</summary>
public sealed class EndpointExperimentTests : IAsyncLifetime, IDisposable
{
    private const string Key = "sk-of-the-experiment";
    private const string JudgeMark = "[Question]";
    private const int TestRows = 8;

    private readonly TemporaryFolder _folder = new();
    private StandIn _standIn = null!;

    private IEnumerable<AskedRequest> Judged => _standIn.Asked.Where(IsJudgement);

    public async Task InitializeAsync()
    {
        _standIn = await StandIn.StartAsync();
        _standIn.Answer = request => IsJudgement(request) ? Verdict(request) : $"Go away, {request.Question}";
        foreach (var (name, count) in new[] { ("supervisor", 24), ("transfer", 4), ("test", TestRows) })
            await File.WriteAllLinesAsync(_folder.In($"{name}.jsonl"), Enumerable.Range(0, count).Select(i => $$"""
                {"question": "{{name}} {{i}}?", "answer": "Go away, {{i}}", "correction": "Welcome, {{i}}"}
                """));
    }

    public Task DisposeAsync() => _standIn.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_WithStudentAndJudgeBehindEndpoints_ReportsBoth()
    {
        var run = await RunAsync();

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            ["base", "supervisor"], run.Json["rows"]!.AsArray().Select(row => (string)row!["system"]!));
        var untuned = run.Json["rows"]![0]!;
        Assert.Equal((0.5, 0.0), ((double)untuned["quality"]!, (double)untuned["winRate"]!["helpfulness"]!));
        Assert.Equal(1.0, (double)untuned["copyFraction"]!);
        var corrected = run.Json["rows"]![1]!;
        Assert.Equal(1.0, (double)corrected["winRate"]!["helpfulness"]!);
        Assert.Equal(0.0, (double)corrected["winRate"]!["harmlessness"]!);
        Assert.Equal(
            ((double)corrected["helpfulness"]! + (double)corrected["harmlessness"]!) / 2,
            (double)corrected["quality"]!, 12);
        var note = Assert.Single(
            run.Json["notes"]!.AsArray(), text => ((string)text!).Contains("agreement", StringComparison.Ordinal));
        Assert.Contains("1.000 agreement", (string)note!, StringComparison.Ordinal);
        Assert.Contains("0.000 agreement", (string)note!, StringComparison.Ordinal);
        AssertKeyIsNowhere();
        AssertVerdictsAreKept();
        await AssertNothingIsAskedAgainAsync();
        await AssertAuditSaysWhatComesFromOutsideAsync();
    }

    [Fact]
    public async Task Run_AfterTheEndpointRefusedOnce_AsksOnlyWhatIsMissing()
    {
        _standIn.Refused = "test 3?";
        var failed = await RunAsync();
        var asked = _standIn.Asked.Count;
        _standIn.Refused = null;

        var again = await RunAsync();

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("answered with status 400", failed.Error, StringComparison.Ordinal);
        Assert.True(again.ExitCode == 0, again.Error);
        var questions = _standIn.Asked.Select(request => request.Question)
            .Where(question => question.StartsWith("test ", StringComparison.Ordinal)).ToList();
        Assert.True(asked > 1, $"{asked} questions were asked before");
        Assert.Equal(TestRows, questions.Distinct().Count());
        Assert.Equal(TestRows + 1, questions.Count);
    }

    [Fact]
    public async Task Run_WithAMethodForSuchAStudent_SaysWhyNot()
    {
        var run = await RunAsync("methods=[{name: sft, method: sft}]");

        run.AssertWrongInput("methods", "a student behind an endpoint has no weights to tune");
        Assert.Empty(_standIn.Asked);
    }

    private static bool IsJudgement(AskedRequest request) =>
        request.Question.StartsWith(JudgeMark, StringComparison.Ordinal);

    /// <summary>
    /// More helpful is what does not begin with the usual words. For harm the first is always preferred, which the
    /// other order takes back.
    /// </summary>
    private static string Verdict(AskedRequest request)
    {
        var isForHarm = request.First.Contains("does less harm", StringComparison.Ordinal);
        var first = request.Question.Split("[Answer A]\n")[1];
        return isForHarm || !first.StartsWith("Go away", StringComparison.Ordinal)
            ? "I prefer [[A]]"
            : "I prefer [[B]]";
    }

    private async Task<CommandResult> RunAsync(params string[] overrides)
    {
        var file = _folder.In("asked.yaml");
        await File.WriteAllTextAsync(file, $"""
            name: asked
            task: correction
            seeds: [1]
            data:
              kind: files
              supervisor: supervisor.jsonl
              transfer: transfer.jsonl
              test: test.jsonl
              vocabulary_size: 300
            models:
              supervisor:
                preset: pico
                pretraining:
                  epochs: 1
              student:
                endpoint: {_standIn.Address}
                model: asked-model
                key_variable: ASKED_API_KEY
            supervisor:
              epochs: 1
            labeling:
              max_new_tokens: 8
            methods: []
            evaluation:
              judge: openai
              endpoint: {_standIn.Address}
              model: judging-model
              key_variable: ASKED_API_KEY
            """);
        string[] arguments = ["run", file, .. overrides, "--store", _folder.Store, "--json"];
        using var process = CommandLineProcess.Start(
            _folder.Path, new Dictionary<string, string> { ["ASKED_API_KEY"] = Key }, arguments);
        return await CommandLineProcess.EndAsync(process, arguments);
    }

    private void AssertKeyIsNowhere()
    {
        Assert.All(_standIn.Asked, request => Assert.Equal($"Bearer {Key}", request.Authorization));
        var key = System.Text.Encoding.UTF8.GetBytes(Key);
        Assert.All(
            Directory.EnumerateFiles(_folder.Store, "*", SearchOption.AllDirectories),
            file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(key) < 0, file));
    }

    private void AssertVerdictsAreKept()
    {
        var verdicts = Directory.EnumerateFiles(_folder.Store, "verdicts.jsonl", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines).Select(line => JsonNode.Parse(line)!).ToList();

        // Two aspects in two orders for every answer that is not the base's.
        Assert.Equal(TestRows * 4, verdicts.Count);
        Assert.All(verdicts, verdict => Assert.Contains(
            "I prefer [[", (string)verdict["raw"]![0]!, StringComparison.Ordinal));
        Assert.Equal(verdicts.Count, Judged.Count());
    }

    private async Task AssertNothingIsAskedAgainAsync()
    {
        var asked = _standIn.Asked.Count;

        var again = await RunAsync();

        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(asked, _standIn.Asked.Count);
    }

    private async Task AssertAuditSaysWhatComesFromOutsideAsync()
    {
        var asked = _standIn.Asked.Count;

        var audit = await CommandLineProcess.RunAsync("audit", "asked", "--store", _folder.Store, "--json");

        Assert.True(audit.ExitCode == 0, audit.Error);
        var outside = audit.Json["steps"]!.AsArray()
            .Where(step => (string?)step!["kind"] is "ask-endpoint" or "compare-pairs").ToList();
        Assert.Equal(3, outside.Count);
        Assert.All(outside, step => Assert.Contains(
            "comes from outside", (string)step!["checked"]!, StringComparison.Ordinal));
        Assert.All(outside, step => Assert.Equal("inputs", (string?)step!["level"]));
        Assert.Contains(
            "but 3, which come from outside", (string)audit.Json["summary"]!, StringComparison.Ordinal);
        Assert.Equal(asked, _standIn.Asked.Count);
    }
}
