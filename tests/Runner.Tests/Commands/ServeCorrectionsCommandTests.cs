using System.Diagnostics;
using WeakToStrong.Endpoints.Corrections;
using WeakToStrong.Runner.Tests.Support;

namespace WeakToStrong.Runner.Tests.Commands;

/// <summary>Orders that wait are corrected side by side, each as it would be alone.</summary>
[Collection(RunnerTests.Name)]
public sealed class ServeCorrectionsCommandTests(RunnerLab lab)
{
    private const int MaxNewTokens = 12;

    private static readonly string[] Answers =
        ["no .", "no the sun is not here .", "no the moon is not here at all .", "the sun is here .", "yes ."];

    [Fact]
    public async Task Serve_OrdersThatWait_AreCorrectedAsAlone()
    {
        // Written before the model is loaded, so that all, or all but the first, are there together.
        var (told, code) = await ServeAsync(
            [.. Answers.Select((answer, index) => Order(index + 1, answer))], ends: Answers.Length);

        Assert.Null(told[0].Id);
        for (var index = 0; index < Answers.Length; index++)
        {
            var alone = await CorrectAsync(Answers[index]);
            Assert.Equal(alone, TextOf(told, index + 1));
        }
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task Serve_AnOrderThatIsTooLong_LeavesTheOthers()
    {
        var (told, _) = await ServeAsync(
            [Order(1, Answers[0]), Order(2, string.Concat(Enumerable.Repeat("no ", 5000))), Order(3, Answers[1])],
            ends: 3);

        var problem = Assert.Single(told, message => message.Problem is not null);
        Assert.Equal(2, problem.Id);
        Assert.True(problem.Problem!.IsOrders);
        Assert.Equal(await CorrectAsync(Answers[1]), TextOf(told, 3));
    }

    [Fact]
    public async Task Serve_ShorterLimits_EndTheirOwnOrderAlone()
    {
        var (told, _) = await ServeAsync(
            [Order(1, Answers[1]) with { MaxNewTokens = 1 }, Order(2, Answers[1])], ends: 2);

        var ends = told.Where(message => message.End is not null).ToDictionary(
            message => message.Id!.Value, message => message.End!);
        Assert.Equal(("length", 1), (ends[1].Reason, ends[1].Usage.CompletionTokens));
        Assert.True(ends[2].Usage.CompletionTokens > 1);
        // It is told at once, not when the other one is whole too.
        Assert.True(
            told.FindIndex(message => message.Id == 1 && message.End is not null)
                < told.FindLastIndex(message => message.Id == 2 && message.Text?.Length > 0));
    }

    private static CorrectionOrder Order(long id, string answer) => new()
    {
        Id = id, Question = "is the sun here ?", Answer = answer, MaxNewTokens = MaxNewTokens,
    };

    private static string TextOf(IEnumerable<CorrectionEvent> told, long id) =>
        string.Concat(told.Where(message => message.Id == id).Select(message => message.Text));

    private async Task<string> CorrectAsync(string answer)
    {
        var result = await RunnerCommand.RunAsync(
            "correct", "--model", lab.Model, "--question", "is the sun here ?", "--answer", answer,
            "--max-new-tokens", $"{MaxNewTokens}");
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output.TrimEnd('\n');
    }

    private async Task<(List<CorrectionEvent> Told, int ExitCode)> ServeAsync(CorrectionOrder[] orders, int ends)
    {
        using var process = RunnerCommand.Start("serve-corrections", "--model", lab.Model);
        foreach (var order in orders)
            await process.StandardInput.WriteLineAsync(CorrectionProtocol.Write(order));
        await process.StandardInput.FlushAsync();
        var told = await ReadAsync(process, ends);
        process.StandardInput.Close();
        await RunnerCommand.EndAsync(process);
        return (told, process.ExitCode);
    }

    private static async Task<List<CorrectionEvent>> ReadAsync(Process process, int ends)
    {
        var told = new List<CorrectionEvent>();
        while (told.Count(message => message.End is not null || message.Problem is not null) < ends)
        {
            var line = await process.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
            if (CorrectionProtocol.TryRead<CorrectionEvent>(line) is { } message)
                told.Add(message);
        }
        return told;
    }
}
