using System.Text.Json.Nodes;
using WeakToStrong.Labeler.Tests.Support;

namespace WeakToStrong.Labeler.Tests.Alignment;

/// <summary>The published OpenAI client for JavaScript in front of an Aligner, a stand-in behind it.</summary>
public sealed class ConformanceTests(ConformanceRun run) : IClassFixture<ConformanceRun>
{
    private const string Question = "What is a lake?";

    [Fact]
    public void Create_OfAQuestion_GivesTheCorrection()
    {
        var completion = run.Of("plain");

        var choice = completion["choices"]![0]!;
        Assert.Equal(TinyAligner.Correction, (string?)choice["message"]!["content"]);
        Assert.Equal("assistant", (string?)choice["message"]!["role"]);
        Assert.Equal("stop", (string?)choice["finish_reason"]);
        Assert.Equal("chat.completion", (string?)completion["object"]);
        Assert.Equal(StandIn.Model, (string?)completion["model"]);
        Assert.Null(completion["w2s"]!["original"]);
    }

    [Fact]
    public void Create_OfAQuestion_CountsTheTokensOfBothModels()
    {
        var completion = run.Of("plain");

        var upstream = completion["w2s"]!["usage"]!["upstream"]!;
        var corrector = completion["w2s"]!["usage"]!["corrector"]!;
        Assert.Equal((Question.Length, 7), Counts(upstream));
        Assert.Equal(TinyAligner.CorrectionTokens, Counts(corrector).Completion);
        Assert.True(Counts(corrector).Prompt > 2 * Question.Length);
        Assert.Equal(
            (Counts(upstream).Prompt + Counts(corrector).Prompt, Counts(upstream).Completion
                + Counts(corrector).Completion),
            Counts(completion["usage"]!));
    }

    [Fact]
    public void Create_ThatAsksForTheOriginal_GivesItToo() =>
        Assert.Equal(Question.ToUpperInvariant(), (string?)run.Of("original")["w2s"]!["original"]);

    [Fact]
    public void Create_AsAStream_GivesTheCorrectionInPieces()
    {
        var stream = run.Of("stream");

        var pieces = stream["pieces"]!.AsArray().Select(piece => (string)piece!).Where(piece => piece != "").ToList();
        Assert.Equal(TinyAligner.Correction, string.Concat(pieces));
        Assert.True(pieces.Count >= 4, $"{pieces.Count} pieces");
        Assert.Equal("assistant", (string?)stream["roles"]![0]);
        Assert.Equal(["stop"], stream["reasons"]!.AsArray().Select(reason => (string)reason!));
        Assert.Single(stream["ids"]!.AsArray());
        Assert.Equal(["chat.completion.chunk"], stream["kinds"]!.AsArray().Select(kind => (string)kind!));
        Assert.Null(stream["usage"]);
        Assert.Empty(stream["originals"]!.AsArray());
    }

    [Fact]
    public void Create_AsAStreamWithUsage_EndsWithTheSameNumbers()
    {
        var stream = run.Of("streamWithUsage");

        Assert.Equal(Counts(run.Of("plain")["usage"]!), Counts(stream["usage"]!));
        Assert.Equal([Question.ToUpperInvariant()], stream["originals"]!.AsArray().Select(text => (string)text!));
    }

    [Fact]
    public void StreamHelper_OfTheClient_AssemblesTheCorrection()
    {
        var helper = run.Of("helper");

        Assert.Equal(TinyAligner.Correction, (string?)helper["told"]);
        Assert.Equal(TinyAligner.Correction, (string?)helper["content"]);
        Assert.Equal("stop", (string?)helper["reason"]);
    }

    [Fact]
    public void Models_OfTheUpstream_AreListed() =>
        Assert.Equal([StandIn.Model], run.Of("models").AsArray().Select(model => (string)model!));

    [Fact]
    public void Create_WhenTheUpstreamFailsOnce_IsAnsweredAtTheSecondTry()
    {
        Assert.Equal(
            TinyAligner.Correction, (string?)run.Of("retriedByTheServer")["choices"]![0]!["message"]!["content"]);
        Assert.Equal(2, run.StandIn.Asked.Count(request => request.Question == "fail once with 500"));
    }

    [Fact]
    public void Create_WhenTheServerGivesUp_IsTriedAgainByTheClient()
    {
        Assert.Equal(
            TinyAligner.Correction, (string?)run.Of("retriedByTheClient")["choices"]![0]!["message"]!["content"]);
        Assert.Equal(5, run.StandIn.Asked.Count(request => request.Question == "fail four times with 429"));
    }

    [Theory]
    [InlineData("unauthorized", "AuthenticationError", 401, "Unauthorized")]
    [InlineData("upstreamRefuses", "BadRequestError", 400, "BadRequest")]
    [InlineData("picture", "BadRequestError", 400, "unsupported_content", "messages[0].content[1]")]
    [InlineData("tools", "BadRequestError", 400, "unsupported_parameter", "tools")]
    [InlineData("several", "BadRequestError", 400, "invalid_value", "n")]
    [InlineData("tooManyTokens", "BadRequestError", 400, "invalid_value", "max_tokens")]
    [InlineData("tooLong", "BadRequestError", 400, "context_length_exceeded", "messages")]
    [InlineData("tooLongStream", "BadRequestError", 400, "context_length_exceeded", "messages")]
    [InlineData("rateLimited", "RateLimitError", 429, "TooManyRequests")]
    [InlineData("broken", "InternalServerError", 502, "InternalServerError")]
    [InlineData("malformed", "InternalServerError", 502, "upstream_failed")]
    [InlineData("cut", "InternalServerError", 502, "upstream_failed")]
    [InlineData("wordless", "InternalServerError", 502, "upstream_failed")]
    [InlineData("noSuchPath", "NotFoundError", 404, "unknown_url")]
    [InlineData("upstreamTimeout", "InternalServerError", 504, "timeout")]
    public void Create_ThatCannotBeAnswered_IsAnErrorOfTheClientsOwn(
        string scenario, string name, int status, string code, string? param = null)
    {
        var error = run.Of(scenario);

        Assert.Equal((name, status, code), ((string?)error["name"], (int?)error["status"], (string?)error["code"]));
        Assert.Equal(param, (string?)error["param"]);
        Assert.NotNull(error["type"]);
    }

    [Fact]
    public void Create_RateLimitedForAnHour_IsNotTriedAgainByTheServer() =>
        Assert.Single(run.StandIn.Asked, request => request.Question == "refuse with 429");

    [Fact]
    public void Create_WhenTheClientGivesUp_IsGivenUpUpstreamToo()
    {
        Assert.Equal("APIConnectionTimeoutError", (string?)run.Of("clientTimeout")["name"]);
        Assert.Equal("APIUserAbortError", (string?)run.Of("aborted")["name"]);
        Assert.Equal("chat.completion.chunk", (string?)run.Of("abortedStream")["first"]);
        Assert.True(
            SpinWait.SpinUntil(
                () => Hanging() is > 0 and var hanging && run.StandIn.Abandoned == hanging, TimeSpan.FromSeconds(20)),
            $"{run.StandIn.Abandoned} of {Hanging()} requests were given up");
    }

    [Fact]
    public void Keys_OfUpstreamAndClient_GoNowhereElse()
    {
        Assert.All(run.StandIn.Asked, request => Assert.Equal($"Bearer {AlignerHost.Key}", request.Authorization));
        Assert.DoesNotContain(AlignerHost.Key, run.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(AlignerHost.Key, run.Log, StringComparison.Ordinal);
        Assert.Contains("***", (string?)run.Of("unauthorized")["message"], StringComparison.Ordinal);
    }

    /// <summary>On a busy machine a client may give up before its request gets that far.</summary>
    private int Hanging() => run.StandIn.Asked.Count(request => request.Question == "hang");

    private static (int Prompt, int Completion) Counts(JsonNode usage)
    {
        var (prompt, completion) = ((int)usage["prompt_tokens"]!, (int)usage["completion_tokens"]!);
        Assert.Equal(prompt + completion, (int)usage["total_tokens"]!);
        return (prompt, completion);
    }
}
