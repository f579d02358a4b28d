using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Pages.Experiment;
using WeakToStrong.Tracker.Components.Pages.Experiments;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Metrics;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Experiment;

public sealed class CurveLineTests
{
    private static readonly MethodOutline[] Methods = [new("sft", "sft"), new("preferred", "dpo")];

    [Theory]
    [InlineData("seed 1 / preferred", CurvePart.Methods, "preferred · 1", "system-dpo", false)]
    [InlineData(
        "seed 2 / preferred / reward model", CurvePart.Methods, "preferred / reward model · 2", "system-dpo", true)]
    [InlineData("seed 1 / ceiling", CurvePart.Methods, "ceiling · 1", "system-ceiling", false)]
    [InlineData("seed 1 / supervisor", CurvePart.Preparation, "supervisor · 1", "system-supervisor", false)]
    [InlineData("seed 1 / pretrain student", CurvePart.Preparation, "pretrain student · 1", "system-base", false)]
    public void Of_StepsOfARun_AreNamedAndColouredBySystem(
        string step, CurvePart part, string name, string color, bool isSide)
    {
        var line = Line(step);

        Assert.Equal((part, name, color, isSide), (line.Part, line.Name, line.Color, line.IsSide));
    }

    [Fact]
    public void Draw_OfAnotherSeed_HasAnotherPattern()
    {
        var line = Line("seed 3 / sft") with { SeedPlace = 2 };

        Assert.Equal(2, line.Draw(Points(3, at => at), range: null, smoothing: 0, length: 4).Stroke);
    }

    [Fact]
    public void Draw_AMillionPoints_IsShortAndKeepsItsSpike()
    {
        var points = Points(1_000_000, at => at == 777_777 ? 50 : 1);

        var drawn = Line("seed 1 / sft").Draw(points, range: null, smoothing: 0, length: 1 << 20);

        Assert.InRange(drawn.X.Count, 100, 2 * CurveLine.SmallBuckets);
        Assert.Equal(777_777, drawn.X[drawn.Y.ToList().IndexOf(50)]);
        Assert.Null(drawn.Smooth);
    }

    [Fact]
    public void Draw_APartOfIt_ShowsWhatTheWholeLeavesOut()
    {
        var points = Points(1_000_000, at => at % 2);
        var line = Line("seed 1 / sft");

        var drawn = line.Draw(points, new AxisRange(500_000, 500_100), smoothing: 0, length: 1 << 20);

        // One point more on each side, so that the line reaches the edges.
        Assert.Equal(Enumerable.Range(499_999, 103).Select(at => (double)at), drawn.X);
        Assert.Empty(line.Draw(points, new AxisRange(2e6, 3e6), smoothing: 0, length: 1 << 20).X);
    }

    [Fact]
    public void Draw_Smoothed_IsTheSameTrendHoweverMuchIsSeen()
    {
        var points = Points(10_000, at => Math.Sin(at / 100.0) + (at % 7));
        var line = Line("seed 1 / sft");

        var all = line.Draw(points, range: null, smoothing: 0.6, length: 16384);
        var part = line.Draw(points, new AxisRange(4_000, 4_400), smoothing: 0.6, length: 16384);

        var trend = all.X.Zip(all.Smooth!).ToDictionary();
        var shared = part.X.Zip(part.Smooth!).Where(point => trend.ContainsKey(point.First)).ToArray();
        Assert.NotEmpty(shared);
        Assert.All(shared, point => Assert.Equal(trend[point.First]!.Value, point.Second!.Value, 12));
    }

    [Fact]
    public void Draw_ValuesThatAreNotFinite_AreGaps()
    {
        var points = new[] { new PointValue(1, 1), new PointValue(2, null), new PointValue(3, 2) };

        var drawn = Line("seed 1 / sft").Draw(points, range: null, smoothing: 0.5, length: 4);

        Assert.Equal([1, null, 2], drawn.Y);
        Assert.Null(drawn.Smooth![1]);
    }

    private static PointValue[] Points(int count, Func<int, double> value) =>
        [.. Enumerable.Range(0, count).Select(at => new PointValue(at, value(at)))];

    private static CurveLine Line(string step) => CurveLine.Of(
        new RunSeries(
            1, "key", step,
            new SeriesSummary { Name = "loss", Count = 3, FirstAt = 1, LastAt = 3, Last = 1, Min = 0, Max = 2 }),
        Methods);
}
