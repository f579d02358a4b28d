using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Components.Pages.Operations;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Operations;

public sealed class TroubleTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Find_AllIsWell_IsNothing() => Assert.Empty(Find(SystemSamples.Well(Now)));

    [Fact]
    public void Find_NoTrainerWhileItsStepsWait_IsSerious()
    {
        var well = SystemSamples.Well(Now);
        var view = well with
        {
            Workers = [well.Workers[0] with { Roles = [StepHost.Labeler] }],
            Queues = [new ReadySteps("sft", StepHost.Trainer, 3), new ReadySteps("sample", StepHost.Labeler, 5)],
        };

        var trouble = Assert.Single(Find(view));

        Assert.True(trouble.IsSerious);
        Assert.Equal("No trainer is connected, and 3 of its steps wait.", trouble.What);
    }

    [Fact]
    public void Find_NoWorkerAndNothingWaits_IsNotSerious() =>
        Assert.Equal(
            [(false, "No trainer is connected."), (false, "No labeler is connected.")],
            Find(SystemSamples.Well(Now) with { Workers = [] })
                .Select(trouble => (trouble.IsSerious, trouble.What)));

    [Theory]
    [InlineData(59, false, true)]
    [InlineData(61, false, false)]
    [InlineData(3600, true, true)]
    public void Find_AWorkerIsSilent_IsTroubleUnlessItIsBusy(int seconds, bool isBusy, bool isWell)
    {
        var well = SystemSamples.Well(Now);
        var silent = well.Workers[0] with
        {
            Id = new Guid(2, 0, 0, new byte[8]),
            MachineName = "far",
            HeardAt = Now - TimeSpan.FromSeconds(seconds),
            Attempts = isBusy ? [SystemSamples.Attempt(Now + TimeSpan.FromSeconds(30))] : [],
        };

        var troubles = Find(well with { Workers = [well.Workers[0], silent] });

        Assert.Equal(isWell, troubles.Count == 0);
        Assert.All(troubles, trouble => Assert.Contains("on far has not been seen", trouble.What));
    }

    [Theory]
    [InlineData(500, 1000, null)]
    [InlineData(9, 100, false)]
    [InlineData(2, 1000, true)]
    [InlineData(0, 1, true)]
    public void Find_TheDiskFills_IsSaid(long freeGibibytes, long diskGibibytes, bool? isSerious)
    {
        var well = SystemSamples.Well(Now);
        var view = well with
        {
            Store = well.Store with { FreeBytes = freeGibibytes << 30, DiskBytes = diskGibibytes << 30 },
        };

        Assert.Equal(isSerious, Find(view) is [var trouble, ..] ? trouble.IsSerious : null);
    }

    [Fact]
    public void Find_SeveralThings_HasTheSeriousFirst()
    {
        var view = SystemSamples.Well(Now) with
        {
            Attempts = [SystemSamples.Attempt(Now - TimeSpan.FromSeconds(1))],
            Broker = SystemSamples.Broker(problem: null, deadLetters: 1),
            Host = System.Text.Json.Nodes.JsonNode.Parse(
                """
                {"resources": [{"name": "trainer", "id": "trainer-1", "state": "exited", "restarts": 4},
                    {"name": "tracker", "state": "running", "healthy": true}, {"state": "nameless"}, 7]}
                """),
        };

        var troubles = Find(view);

        Assert.Equal(
            ["trainer-1 is exited.", "sft on here has not been heard since its lease.", "1 message was put aside."],
            troubles.Select(trouble => trouble.What));
        Assert.Equal([true, false, false], troubles.Select(trouble => trouble.IsSerious));
    }

    [Fact]
    public void Find_TheBrokerIsSilent_IsSerious() => Assert.True(Assert.Single(
        Find(SystemSamples.Well(Now) with { Broker = SystemSamples.Broker("gone", 0) })).IsSerious);

    private static IReadOnlyList<Trouble> Find(SystemView view) => Trouble.Find(view, ServiceRow.Of(view), Now);
}
