using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Pages.Audits;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Audits;

public sealed class AuditsTabTests : BunitContext
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Press_AuditAndALevel_StartsIt()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var run = await tracker.Queries.RowAsync(await tracker.FinishedAsync(_store), default);
        var tab = Show(tracker, run);

        await Press(tab, "Audit…");
        await tab.Find("select").ChangeAsync(new() { Value = "0" });
        Assert.Contains("still there and hashes equal", tab.Markup, StringComparison.Ordinal);
        await Press(tab, "Start the audit");

        var audit = Assert.Single(await tracker.Get<AuditQueries>().OfRunAsync(run.Id, default));
        Assert.Equal(AuditLevel.Inputs, audit.Level);
        Assert.Equal(Tone.Good, Assert.Single(Services.GetRequiredService<Toasts>().Shown).Tone);
    }

    [Fact]
    public async Task Press_Reproduce_OffersAFullAuditAndAClone()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var run = await tracker.Queries.RowAsync(await tracker.FinishedAsync(_store), default);
        var tab = Show(tracker, run);

        await Press(tab, "Reproduce");
        Assert.Equal($"/launch?clone={run.Id:N}", tab.Find("dialog footer a").GetAttribute("href"));
        await Press(tab, "Full audit");

        var audit = Assert.Single(await tracker.Get<AuditQueries>().OfRunAsync(run.Id, default));
        Assert.Equal(AuditLevel.Full, audit.Level);
    }

    [Fact]
    public async Task Render_ARunThatIsNotCompleted_SaysWhyNothingCanBePressed()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var plan = _store.Plan();
        plan.Prepare();
        var run = await tracker.Queries.RowAsync(await tracker.LaunchAsync(plan.Request()), default);

        var tab = Show(tracker, run);

        Assert.Contains("once it is completed", tab.Find(".reason").TextContent, StringComparison.Ordinal);
        Assert.All(tab.FindAll("button"), button => Assert.True(button.HasAttribute("disabled")));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _store.Dispose();
    }

    private static Task Press(IRenderedComponent<AuditsTab> tab, string text) =>
        tab.FindAll("button").Single(button => button.TextContent.Trim() == text).ClickAsync(new());

    private IRenderedComponent<AuditsTab> Show(TestTracker tracker, RunRow run)
    {
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<Toasts>();
        Services.AddSingleton(tracker.Get<AuditLauncher>());
        return Render<AuditsTab>(tab => tab
            .Add(shown => shown.Run, run).Add(shown => shown.Standing, AuditStanding.None)
            .Add(shown => shown.Rows, []));
    }
}
