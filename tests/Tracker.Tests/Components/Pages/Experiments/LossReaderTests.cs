using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Components.Pages.Experiments;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Metrics;
using WeakToStrong.Tracker.Tests.Components.Pages.Compare;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Experiments;

public sealed class LossReaderTests : IDisposable
{
    private static readonly Guid Run = Guid.ParseExact(ComparedRuns.Low, "N");

    private readonly TestStore _store = new();

    [Fact]
    public async Task Read_UntilTheSeriesHasGrownByAPointOfTheCurve_DoesNotReadItsPoints()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var database = tracker.Get<TrackerDatabase>();
        await ComparedRuns.AddAsync(database, tracker.Get<ArtifactStore>());
        using var reader = new LossReader(database);
        var first = (await reader.ReadAsync([Run], default))[Run];
        await database.WriteAsync(db => db.SeriesPoints.ExecuteDeleteAsync(), default);

        await GrowAsync(2);
        Assert.Same(first, (await reader.ReadAsync([Run], default))[Run]);
        await GrowAsync(1);
        Assert.Empty((await reader.ReadAsync([Run], default))[Run]);
        Assert.Equal(48, first.Count);

        Task<int> GrowAsync(int count) => database.WriteAsync(
            db => db.StepSeries.ExecuteUpdateAsync(
                row => row.SetProperty(series => series.PointCount, series => series.PointCount + count)),
            default);
    }

    [Theory]
    [InlineData("loss", "a_loss", "loss", "reward")]
    [InlineData("a_loss", "reward", "a_loss", "b_loss")]
    [InlineData(null, "reward")]
    public void Pick_OfNames_IsTheOneThatSaysHowItGoes(string? picked, params string[] names) =>
        Assert.Equal(picked, LossSeries.Pick(names, name => name));

    public void Dispose() => _store.Dispose();
}
