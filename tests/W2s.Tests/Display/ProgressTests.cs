using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Tests.Display;

public sealed class ProgressTests
{
    private const string Opening = "run 00000000 tiny: 1 steps, 0 cached";

    private readonly SetTime _time = new();
    private readonly ProgressMeter _meter;

    public ProgressTests() => _meter = new ProgressMeter(_time, slots: 2);

    [Fact]
    public void Observe_AResumedStep_CountsFromWhereItWasFirstSeen()
    {
        _meter.Observe(View(Running(done: 50, total: 100)));
        _time.Advance(10);

        var pace = Assert.Single(_meter.Observe(View(Running(done: 70, total: 100))));

        Assert.Equal(2.0, pace.PerSecond);
        Assert.Equal(TimeSpan.FromSeconds(15), pace.Left);
    }

    [Fact]
    public void Observe_AStepWithoutProgress_HasNoRate()
    {
        _meter.Observe(View(Running(done: 0, total: 100)));
        _time.Advance(10);

        Assert.Null(Assert.Single(_meter.Observe(View(Running(done: 0, total: 100)))).PerSecond);
    }

    [Fact]
    public void Left_BeforeAnythingIsDone_IsTheEstimateOverTheSlots()
    {
        var view = View(Running(done: 0, total: 100));
        _meter.Observe(view);

        Assert.Equal(TimeSpan.FromSeconds(50), _meter.Left(view));
    }

    [Fact]
    public void Left_WhenSomeIsDone_GoesOnAtTheSpeedSoFar()
    {
        _meter.Observe(View(Running(done: 0, total: 100)));
        _time.Advance(10);

        Assert.Equal(TimeSpan.FromSeconds(30), _meter.Left(View(Running(done: 25, total: 100))));
    }

    [Fact]
    public void Next_OfTheLines_SaysWhatChangedOnce()
    {
        var lines = new ProgressLines(_meter);
        Assert.Equal([Opening], lines.Next(View(Step(StepStatus.Ready, null))));

        Assert.Equal(["seed 1 / sft: started"], lines.Next(View(Running(done: 0, total: 100))));
        Assert.Empty(lines.Next(View(Running(done: 10, total: 100))));
    }

    [Fact]
    public void Next_OfTheFirstView_SaysWhatTheRunHasDoneAlready()
    {
        var done = Step(StepStatus.Completed, attempt: null);

        Assert.Equal([Opening, "seed 1 / sft: done"], new ProgressLines(_meter).Next(View(done)));
        Assert.Equal([Opening], new ProgressLines(_meter).Next(View(done with { IsCached = true })));
    }

    [Fact]
    public void Next_OfARunThatGoesOn_LeavesOutWhatWasDoneBefore()
    {
        var done = View(Step(StepStatus.Completed, attempt: null));
        var failed = View(Step(StepStatus.Failed, attempt: null));

        Assert.Equal([Opening], new ProgressLines(_meter, before: done).Next(done));
        Assert.Equal([Opening, "seed 1 / sft: done"], new ProgressLines(_meter, before: failed).Next(done));
    }

    [Fact]
    public void Next_OfTheLinesAfterAWhile_SaysRatesAndTimeLeft()
    {
        var lines = new ProgressLines(_meter);
        lines.Next(View(Running(done: 0, total: 100)));
        _time.Advance(20);

        Assert.Equal(
            ["seed 1 / sft: 40/100 updates, 2.0/s, 30 s left", "0/1 steps, 20 s so far, about 30 s left"],
            lines.Next(View(Running(done: 40, total: 100))));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Draw_AtAnyWidth_HasALineForTheRunAndOneForTheStep(int width)
    {
        _meter.Observe(View(Named(Running(done: 0, total: 100_000))));
        _time.Advance(20);
        var view = View(Named(Running(done: 40_000, total: 100_000)));

        var lines = Screen.Lines(width, console => console.Write(ProgressBars.Draw(view, _meter, width)));

        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
        Assert.Contains("40000/100000 updates", lines[1], StringComparison.Ordinal);
        Assert.Contains("30 s left", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Next_OfTheLinesAfterAFailure_LeavesTheReasonToTheEnd()
    {
        var lines = new ProgressLines(_meter);
        lines.Next(View(Running(done: 0, total: 100)));

        Assert.Equal(["seed 1 / sft: failed"], lines.Next(View(Step(StepStatus.Failed, null))));
    }

    private static StepRow Named(StepRow step) => step with { Name = "seed 1 / true corrections of supervisor" };

    private static StepRow Running(long done, long total) => Step(StepStatus.Running, new AttemptRow
    {
        Number = 1,
        Status = AttemptStatus.Running,
        MachineName = "m",
        ClaimedAt = default,
        StartedAt = null,
        EndedAt = null,
        ProgressedAt = null,
        DoneCount = done,
        TotalCount = total,
        Unit = "updates",
        ThinnedCount = 0,
        Reason = null,
        Detail = null,
    });

    private static StepRow Step(StepStatus status, AttemptRow? attempt) => new()
    {
        Key = "k",
        Name = "seed 1 / sft",
        Kind = "sft",
        Host = StepHost.Trainer,
        Status = status,
        IsCached = false,
        AttemptCount = attempt is null ? 0 : 1,
        CostSeconds = 100,
        Outputs = new Dictionary<string, string>(),
        LastAttempt = attempt,
        Failure = null,
    };

    private static RunView View(StepRow step) => new()
    {
        Run = new RunRow
        {
            Id = Guid.Empty,
            Task = "correction",
            Name = "tiny",
            Status = RunStatus.Running,
            IsHeld = false,
            CreatedAt = default,
            StartedAt = null,
            FinishedAt = null,
            StepCount = 1,
            CompletedCount = 0,
            CachedCount = 0,
            Failure = null,
        },
        ExperimentText = "",
        ReportStepKey = "r",
        Steps = [step],
    };

    private sealed class SetTime : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(double seconds) => _now += TimeSpan.FromSeconds(seconds);
    }
}
