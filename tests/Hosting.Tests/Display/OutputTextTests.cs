using WeakToStrong.Hosting.Display;

namespace WeakToStrong.Hosting.Tests.Display;

public sealed class OutputTextTests
{
    [Theory]
    [InlineData("2026-11-25T13:14:20.3860000Z hello", "hello")]
    [InlineData("2026-11-25T13:14:20Z hello", "hello")]
    [InlineData("hello", "hello")]
    [InlineData("2026-11-25T13:14:20Z 2026-11-25T13:14:19Z said", "2026-11-25T13:14:19Z said")]
    [InlineData("a\tb", "a\tb")]
    public void Line_OfAProcess_IsShownWithoutTheOrchestratorsTime(string line, string expected) =>
        Assert.Equal(expected, OutputText.Of(line));

    [Theory]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    [InlineData("a\u001b[2J\u001b[1;1Hb", "ab")]
    [InlineData("title\u001b]0;x\u0007", "title]0;x")]
    [InlineData("back\b\b\rspace", "backspace")]
    public void Line_ThatMovesTheCursor_IsShownWithoutThat(string line, string expected) =>
        Assert.Equal(expected, OutputText.Of(line));

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-25T13:14:20Z ")]
    [InlineData("2026-11-25T13:14:20Z [sys] Starting process...: Cmd = x, Args = []")]
    [InlineData("2026-11-25T13:14:20Z Waiting for resource 'tracker' to enter the 'Running' state.")]
    public void Line_ThatSaysNothingOfTheProcess_IsLeftOut(string line) => Assert.Null(OutputText.Of(line));

    [Fact]
    public void Line_WithAStackTrace_IsItsFirstLine() =>
        Assert.Equal("failed", OutputText.Of("2026-11-25T13:14:20Z failed\nat A\nat B"));

    [Fact]
    public void Line_OfAMillionLetters_IsCut() =>
        Assert.Equal(4001, OutputText.Of(new string('x', 1_000_000))?.Length);
}
