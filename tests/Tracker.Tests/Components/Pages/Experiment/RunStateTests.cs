using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Pages.Experiment;
using WeakToStrong.Tracker.Components.Pages.Experiments;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Experiment;

public sealed class RunStateTests : BunitContext
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public RunStateTests() => Services.AddSingleton(TimeProvider.System);

    [Fact]
    public void Render_Completed_SaysHowLongItTookAndNothingElse()
    {
        var state = Show(Of(RunStatus.Completed));

        Assert.Empty(state.FindAll(".error"));
        Assert.Contains("took 3 min 07 s", state.Markup, StringComparison.Ordinal);
        Assert.Contains("2 of 4 steps", state.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Failed_SaysWhichStepWhyAndWhatHelps()
    {
        var failed = new FailedStep(
            "k", "seed 2 / dpo", "the disk is full", FailureAdvice.For(FailureReason.StorageFull));

        var state = Show(Of(RunStatus.Failed) with { Failures = [failed] });

        Assert.Equal("seed 2 / dpo failed", state.Find("h2").TextContent);
        Assert.Contains("the disk is full", state.Find(".words").TextContent, StringComparison.Ordinal);
        Assert.Contains("Free space", state.Find(".advice").TextContent, StringComparison.Ordinal);
        Assert.EndsWith("?tab=steps&step=k", state.Find(".error a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Held_SaysThatRetryGoesOn() =>
        Assert.Contains("Press Retry", Show(Of(RunStatus.Queued, isHeld: true)).Find(".advice").TextContent,
            StringComparison.Ordinal);

    [Fact]
    public void Render_NobodyWorks_SaysWhatToStart()
    {
        var state = Show(Of(RunStatus.Queued) with { MissingWorkers = ["trainer", "labeler"] });

        Assert.Equal("No trainer and no labeler is connected", state.Find("h2").TextContent);
        Assert.Contains("./w2s up", state.Find(".advice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Running_HasTheStepsWithTheirPace()
    {
        var step = new RunningStep
        {
            Key = "k", Name = "seed 1 / sft", MachineName = "here", DoneFraction = 0.5, Unit = "updates",
            PerSecond = 12.34, Left = TimeSpan.FromSeconds(41),
        };

        var state = Show(Of(RunStatus.Running) with { Pace = new RunPace(0.4, TimeSpan.FromSeconds(90), [step]) });

        var row = state.Find(".running li").TextContent;
        Assert.Contains("12.3 updates/s", row, StringComparison.Ordinal);
        Assert.Contains("41 s left", row, StringComparison.Ordinal);
        Assert.Contains("about 90 s left", state.Markup, StringComparison.Ordinal);
    }

    private static ExperimentView Of(RunStatus status, bool isHeld = false) => new()
    {
        Run = new RunRow
        {
            Id = new Guid(1, 0, 0, new byte[8]),
            Task = "correction",
            Name = "a run",
            Status = status,
            IsHeld = isHeld,
            CreatedAt = Start,
            StartedAt = status == RunStatus.Queued ? null : Start,
            FinishedAt = status is RunStatus.Queued or RunStatus.Running ? null : Start + TimeSpan.FromSeconds(187),
            StepCount = 4,
            CompletedCount = 2,
            CachedCount = 0,
            Failure = null,
        },
        Outline = ExperimentOutline.Unknown,
        Pace = new RunPace(0.5, null, []),
        Tags = [],
        Note = "",
        Failures = [],
        MissingWorkers = [],
        Report = null,
        ReportProblem = null,
        Steps = [],
        ExperimentText = "{}",
        Step = null,
        Standing = AuditStanding.None,
        Audits = null,
    };

    private IRenderedComponent<RunState> Show(ExperimentView view) =>
        Render<RunState>(state => state.Add(shown => shown.View, view));
}
