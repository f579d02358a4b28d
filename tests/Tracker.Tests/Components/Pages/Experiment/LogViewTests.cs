using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Pages.Experiment;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Experiment;

public sealed class LogViewTests : BunitContext
{
    private static readonly string Key = new('a', 64);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestStore _store = new();
    private readonly TrackerSignals _signals = new();

    public LogViewTests()
    {
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(_signals);
        Services.AddSingleton<ChangeFeed>();
        Services.AddSingleton(new AttemptLogs(_store.Root));
    }

    private string FirstFile => Path.Combine(_store.Root, "logs", Key, "1", "000000000000.log");

    [Fact]
    public void Log_OfAnAttemptThatRuns_GrowsAsItIsWritten()
    {
        Append("one\n");
        var view = Show(isWritten: true);
        view.WaitForAssertion(() => Assert.Equal("one\n", view.Find("pre").TextContent), Patience);

        Append("two\n");
        _signals.View.Notify();

        view.WaitForAssertion(() => Assert.Equal("one\ntwo\n", view.Find("pre").TextContent), Patience);
    }

    [Fact]
    public async Task Log_OfAnAttemptThatHasEnded_IsReadToItsEndAndNoMore()
    {
        Append("one\n");
        var view = Show(isWritten: false);
        view.WaitForAssertion(() => Assert.Equal("one\n", view.Find("pre").TextContent), Patience);

        // Longer than it takes to see that there is nothing more.
        await Task.Delay(TimeSpan.FromSeconds(1));
        Append("two\n");
        _signals.View.Notify();
        await Task.Delay(TimeSpan.FromSeconds(1));

        Assert.Equal("one\n", view.Find("pre").TextContent);
    }

    [Fact]
    public void Log_ThatCannotBeRead_SaysSoAndGoesOnOnceItCan()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FirstFile)!);
        // A link to itself: there, and not to be opened by anybody.
        File.CreateSymbolicLink(FirstFile, FirstFile);
        var view = Show(isWritten: true);
        view.WaitForAssertion(() => Assert.NotEmpty(view.FindAll("[role=alert]")), Patience);

        File.Delete(FirstFile);
        Append("one\n");
        _signals.View.Notify();

        view.WaitForAssertion(() => Assert.Equal("one\n", view.Find("pre").TextContent), Patience);
        Assert.Empty(view.FindAll("[role=alert]"));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _store.Dispose();
    }

    private void Append(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FirstFile)!);
        File.AppendAllText(FirstFile, text);
    }

    private IRenderedComponent<LogView> Show(bool isWritten) => Render<LogView>(parameters => parameters
        .Add(view => view.StepKey, Key).Add(view => view.Number, 1).Add(view => view.IsWritten, isWritten));
}
