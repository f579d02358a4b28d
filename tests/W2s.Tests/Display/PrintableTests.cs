using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Tests.Display;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain é日 text\twith\nlines", "plain é日 text\twith\nlines")]
    [InlineData("\u001b[31mred\r", "\u241b[31mred\u240d")]
    [InlineData("\u009b2J\u007f", "\uFFFD2J\u2421")]
    public void Of_AText_HasNoCommandsForATerminal(string text, string printable) =>
        Assert.Equal(printable, Printable.Of(text));

    [Fact]
    public void Samples_WithCommandsForATerminal_AreShownWithoutThem()
    {
        using var writer = new StringWriter();
        var answers = new[] { "base", "supervisor" }.Select(
            system => new SystemAnswer(system, $"a \u001b[2Jword of {system}", 0.5));

        SampleView.Write(Terminal.Make(writer, isRedirected: true), new AnswerSamples
        {
            Seed = 1, Seeds = [1], TotalCount = 1,
            Rows = [new AnswerSample("1", "a \u009b2Jquestion", [.. answers])],
        });

        Assert.DoesNotContain(writer.ToString(), letter => char.IsControl(letter) && letter != '\n');
        Assert.Contains("\u241b[2J", writer.ToString(), StringComparison.Ordinal);
    }
}
