using System.Diagnostics;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Tests.Components.Live;

public sealed class LivePageTests : BunitContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TrackerSignals _signals = new();
    private readonly Source _source = new();

    public LivePageTests()
    {
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(_signals);
        Services.AddSingleton<ChangeFeed>();
        Services.AddSingleton(_source);
        AddBunitPersistentComponentState();
    }

    [Fact]
    public void Page_Opened_ShowsWhatThereIs()
    {
        var page = Render<Page>();

        page.WaitForAssertion(() => Assert.Equal("first for a", page.Find("p").TextContent), Patience);
    }

    [Fact]
    public void Page_AfterAChange_ShowsItByItself()
    {
        var page = Render<Page>();
        page.WaitForAssertion(() => Assert.Equal("first for a", page.Find("p").TextContent), Patience);

        _source.Text = "second";
        _signals.View.Notify();

        page.WaitForAssertion(() => Assert.Equal("second for a", page.Find("p").TextContent), Patience);
    }

    [Fact]
    public void Page_AskedForSomethingElse_LoadsIt()
    {
        var page = Render<Page>();

        page.Render(parameters => parameters.Add(view => view.Wanted, "b"));

        page.WaitForAssertion(() => Assert.Equal("first for b", page.Find("p").TextContent), Patience);
    }

    [Fact]
    public void Page_WhenALookFails_KeepsWhatItHasAndSaysWhy()
    {
        var page = Render<Page>();
        page.WaitForAssertion(() => Assert.Equal("first for a", page.Find("p").TextContent), Patience);

        _source.Failure = new IOException("the disk is gone");
        _signals.View.Notify();

        page.WaitForAssertion(() => Assert.Equal("the disk is gone", page.Find("b").TextContent), Patience);
        Assert.Equal("first for a", page.Find("p").TextContent);

        _source.Failure = null;
        _signals.View.Notify();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("b")), Patience);
    }

    [Fact]
    public async Task Page_Closed_LooksNoMore()
    {
        Render<Page>();

        await DisposeComponentsAsync();
        var looks = _source.LookCount;
        _signals.View.Notify();
        await Task.Delay(300);

        Assert.Equal(looks, _source.LookCount);
    }

    [Fact]
    public async Task Follow_ManyChangesAtOnce_AreFewLooks()
    {
        using var end = new CancellationTokenSource();
        var looks = 0;
        var following = Services.GetRequiredService<ChangeFeed>().FollowAsync(
            () =>
            {
                looks++;
                return Task.CompletedTask;
            },
            end.Token);

        var watch = Stopwatch.StartNew();
        while (looks < 4 && watch.Elapsed < Patience)
        {
            _signals.View.Notify();
            await Task.Delay(5);
        }
        await end.CancelAsync();
        await following;

        // Five a second, and the one that it begins with; a busy machine has fewer.
        Assert.InRange(looks, 4, 1 + ((int)watch.ElapsedMilliseconds + 50) / 200);
    }

    private sealed class Source
    {
        public string Text { get; set; } = "first";

        public Exception? Failure { get; set; }

        public int LookCount { get; private set; }

        public Model Look(string wanted)
        {
            LookCount++;
            return Failure is null ? new Model($"{Text} for {wanted}") : throw Failure;
        }
    }

    private sealed record Model(string Text);

    private sealed class Page : LivePage<Model>
    {
        [Parameter]
        public string Wanted { get; set; } = "a";

        [Inject]
        private Source Source { get; set; } = null!;

        protected override object Asked => Wanted;

        protected override Task<Model> LoadAsync(CancellationToken cancellationToken) =>
            Task.FromResult(Source.Look(Wanted));

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.AddMarkupContent(0, $"<p>{Model?.Text}</p>");
            if (Problem is not null)
                builder.AddMarkupContent(1, $"<b>{Problem.Reason}</b>");
        }
    }
}
