using Spectre.Console;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>Test questions with every system's answer; the supervisor's as a word diff of the student's.</summary>
internal static class SampleView
{
    public static void Write(IAnsiConsole console, AnswerSamples samples)
    {
        console.MarkupLineInterpolated(
            $"[bold]Answers to test questions[/] (seed {samples.Seed}), each with its quality");
        foreach (var sample in samples.Rows)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{sample.Prompt.Trim()}[/]");
            console.Write(Answers(sample, isColored: console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors));
        }
        console.WriteLine();
    }

    private static Grid Answers(AnswerSample sample, bool isColored)
    {
        var student = sample.Answers.FirstOrDefault(answer => answer.System == SystemNames.Base)?.Completion;
        var grid = new Grid()
            .AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0))
            .AddColumn(new GridColumn().NoWrap())
            .AddColumn(new GridColumn());
        foreach (var answer in sample.Answers)
            grid.AddRow(
                new Text(answer.System, new Style(Color.Grey)),
                new Text(Format.Decimals(answer.Quality, 2), new Style(Color.Grey)),
                answer.System == SystemNames.Supervisor && student is not null
                    ? new Markup(Diff(student, answer.Completion, isColored))
                    : new Text(answer.Completion.Trim()));
        return grid;
    }

    /// <summary>Colours on a terminal, git's word-diff signs where there are none.</summary>
    private static string Diff(string before, string after, bool isColored) =>
        string.Join(' ', WordDiff.Of(before, after).Select(span => (span.Change, isColored) switch
        {
            (WordChange.Removed, true) => $"[red strikethrough]{span.Text.EscapeMarkup()}[/]",
            (WordChange.Added, true) => $"[green]{span.Text.EscapeMarkup()}[/]",
            (WordChange.Removed, false) => $"[-{span.Text}-]".EscapeMarkup(),
            (WordChange.Added, false) => $"{{+{span.Text}+}}".EscapeMarkup(),
            _ => span.Text.EscapeMarkup(),
        }));
}
