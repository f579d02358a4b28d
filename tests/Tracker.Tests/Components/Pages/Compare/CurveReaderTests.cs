using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Components.Pages.Compare;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Compare;

/// <summary>Curves of a small sweep: which, over what, grouped by what.</summary>
public sealed class CurveReaderTests : IAsyncLifetime, IDisposable
{
    private const string Both = $"{ComparedRuns.Low}~{ComparedRuns.High}";

    private readonly TestStore _store = new();
    private TestTracker _tracker = null!;

    public async Task InitializeAsync()
    {
        _tracker = await TestTracker.OpenAsync(_store, also: services => services.AddComparison());
        await ComparedRuns.AddAsync(_tracker.Get<TrackerDatabase>(), _tracker.Get<ArtifactStore>());
    }

    public async Task DisposeAsync() => await _tracker.DisposeAsync();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Read_WithoutAChoice_IsTheLossOfTheMethodsOverSeeds()
    {
        var curves = await ReadAsync(new() { Runs = ComparedRuns.Low });

        Assert.Equal("loss", curves.Metric);
        Assert.Equal(["loss", "rewards/accuracies"], curves.Metrics);
        Assert.Equal(["sft", "dpo", "rlhf / reward model", "rlhf"], curves.Lines.Select(line => line.Name));
        Assert.Equal(
            ["system-sft", "system-dpo", "system-rlhf", "system-rlhf"], curves.Lines.Select(line => line.Color));
        Assert.Equal([false, false, true, false], curves.Lines.Select(line => line.Pale));
        Assert.All(curves.Lines, line => Assert.Equal(ComparedRuns.PointCount, line.X.Count));
        Assert.All(curves.Lines, line => Assert.NotNull(line.Low));
        Assert.False(curves.Steps.Single(step => step.Name == "pretrain student").IsShown);
    }

    [Fact]
    public async Task Read_OfARunThatFailed_HasItsCurves() =>
        Assert.Equal(4, (await ReadAsync(new() { Runs = ComparedRuns.Broken })).Lines.Count);

    [Fact]
    public async Task Read_BySeed_HasASharedStepOnce()
    {
        var curves = await ReadAsync(
            new() { Runs = $"{ComparedRuns.Low}~{ComparedRuns.Again}", Group = CompareQuery.BySeed, Steps = "dpo" });

        Assert.Equal(3, curves.Lines.Count);
        Assert.Equal("dpo · c0de0001 · seed 1 and 1 more", curves.Lines[0].Name);
        Assert.Null(curves.Lines[0].Low);
    }

    [Fact]
    public async Task Read_OfOneStepOfSeveralRuns_HasTheRunsColours() =>
        Assert.Equal(
            [("dpo · compare-low-beta", "series-1"), ("dpo · compare-high-beta", "series-2")],
            (await ReadAsync(new() { Runs = Both, Steps = "dpo" })).Lines.Select(line => (line.Name, line.Color)));

    [Fact]
    public async Task Read_OfSeveralSteps_HasTheSystemsColoursAndAPatternPerRun()
    {
        var curves = await ReadAsync(new() { Runs = Both, Steps = "sft~dpo" });

        Assert.Equal(
            [
                ("sft · compare-low-beta", "system-sft", 0), ("dpo · compare-low-beta", "system-dpo", 0),
                ("sft · compare-high-beta", "system-sft", 1), ("dpo · compare-high-beta", "system-dpo", 1),
            ],
            curves.Lines.Select(line => (line.Name, line.Color, line.Stroke)));
        Assert.False(curves.IsByRun);
    }

    [Fact]
    public async Task Read_GroupedByAnOption_HasALinePerValue() =>
        Assert.Equal(
            ["dpo · methods.dpo.beta = 0.1", "dpo · methods.dpo.beta = 0.5"],
            (await ReadAsync(new()
            {
                Runs = $"{Both}~{ComparedRuns.Again}", Steps = "dpo", Group = "methods.dpo.beta",
            })).Lines.Select(line => line.Name));

    [Fact]
    public async Task Read_AllRunsTogether_CountsASeedOnce()
    {
        var one = await ReadAsync(new() { Runs = ComparedRuns.Low, Steps = "dpo" });
        var twice = await ReadAsync(
            new() { Runs = $"{ComparedRuns.Low}~{ComparedRuns.Again}", Steps = "dpo", Group = CompareQuery.ByStep });

        var line = Assert.Single(twice.Lines);
        Assert.Equal("dpo", line.Name);
        Assert.Equal(one.Lines[0].Low, line.Low);
    }

    [Theory]
    [InlineData("step", 1, ComparedRuns.PointCount)]
    [InlineData("tokens", 300, 300 * ComparedRuns.PointCount)]
    [InlineData("wall", ComparedRuns.SecondsPerPoint, ComparedRuns.SecondsPerPoint * ComparedRuns.PointCount)]
    [InlineData("device", ComparedRuns.SecondsPerPoint, ComparedRuns.SecondsPerPoint * ComparedRuns.PointCount)]
    public async Task Read_OverAnAxis_ReachesAsFarAsItDid(string axis, double first, double last)
    {
        var curves = await ReadAsync(new() { Runs = ComparedRuns.Low, Steps = "sft", X = axis });

        Assert.Equal(first, curves.Lines[0].X[0], 1e-6);
        Assert.Equal(last, curves.Lines[0].X[^1], 1e-6);
        Assert.Equal(last, curves.Extent!.Max, 1e-6);
        Assert.Empty(curves.Notes);
    }

    [Fact]
    public async Task Read_OfAStepWithoutThatAxis_SaysSo()
    {
        var curves = await ReadAsync(new() { Runs = ComparedRuns.Low, Steps = "pretrain student", X = "wall" });

        Assert.Empty(curves.Lines);
        Assert.Equal(
            "3 curves are left out: it was not noted when their values were measured.", Assert.Single(curves.Notes));
    }

    [Fact]
    public async Task Read_Zoomed_HasThePartAndTheWholeAxis()
    {
        var curves = await ReadAsync(new() { Runs = ComparedRuns.Low, Steps = "sft", Zoom = "10~20" });

        Assert.Equal((9, 21), (curves.Lines[0].X[0], curves.Lines[0].X[^1]));
        Assert.Equal(ComparedRuns.PointCount, curves.Extent!.Max);
    }

    [Fact]
    public async Task Read_Smoothed_HasATrendBesideTheValues()
    {
        var raw = await ReadAsync(new() { Runs = ComparedRuns.Low, Steps = "sft" });
        var smooth = await ReadAsync(new() { Runs = ComparedRuns.Low, Steps = "sft", Smooth = "90" });

        Assert.Null(raw.Lines[0].Smooth);
        Assert.Equal(raw.Lines[0].Y, smooth.Lines[0].Y);
        Assert.NotEqual(raw.Lines[0].Y, smooth.Lines[0].Smooth);
    }

    [Fact]
    public async Task Read_ForAPage_HasFewPoints()
    {
        var curves = (await ReadAsync(new() { Runs = Both, Group = CompareQuery.BySeed }, CompareDetail.Preview)).Lines;

        Assert.InRange(curves.Sum(line => line.X.Count), 1, 1400);
    }

    private async Task<CurvesModel> ReadAsync(CompareQuery query, CompareDetail detail = CompareDetail.Screen) =>
        (await _tracker.Get<CompareReader>().ReadAsync(query with { Show = "curves" }, detail, default)).Curves!;
}
