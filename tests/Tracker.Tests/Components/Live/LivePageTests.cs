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
    public async Task Page_WhoseEarlierLookFailsLate_ShowsWhatTheLaterOneSaw()
    {
        var early = _source.Answers["a"] = new TaskCompletionSource<Model>();
        var page = Render<Page>();
        page.Render(parameters => parameters.Add(view => view.Wanted, "b"));
        page.WaitForAssertion(() => Assert.Equal("first for b", page.Find("p").TextContent), Patience);

        await page.InvokeAsync(() => early.SetException(new IOException("the disk is gone")));
        page.Render();

        Assert.Empty(page.FindAll("b"));
    }

    [Fact]
    public void Page_AboutAnother_ShowsNothingOfTheOneBefore()
    {
        var page = Render<Page>();
        page.WaitForAssertion(() => Assert.Equal("first for a", page.Find("p").TextContent), Patience);
        _source.Answers["b"] = new TaskCompletionSource<Model>();

        page.Render(parameters => parameters.Add(view => view.Wanted, "b"));
        Assert.Equal("first for a", page.Find("p").TextContent);
        page.Render(parameters => parameters.Add(view => view.About, "another"));

        Assert.Equal("", page.Find("p").TextContent);
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
        var watch = Stopwatch.StartNew();
        var following = Services.GetRequiredService<ChangeFeed>().FollowAsync(
            () =>
            {
                looks++;
                return Task.CompletedTask;
            },
            end.Token);

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

        /// <summary>What is asked for → its answer, where that takes until the test gives it.</summary>
        public Dictionary<string, TaskCompletionSource<Model>> Answers { get; } = [];

        public int LookCount { get; private set; }

        public Task<Model> LookAsync(string wanted)
        {
            LookCount++;
            if (Answers.TryGetValue(wanted, out var answer))
                return answer.Task;
            return Failure is null ? Task.FromResult(new Model($"{Text} for {wanted}")) : throw Failure;
        }
    }

    private sealed record Model(string Text);

    private sealed class Page : LivePage<Model>
    {
        [Parameter]
        public string Wanted { get; set; } = "a";

        [Parameter]
        public string About { get; set; } = "one";

        [Inject]
        private Source Source { get; set; } = null!;

        protected override object Asked => (Wanted, About);

        protected override object? Subject => About;

        protected override Task<Model> LoadAsync(CancellationToken cancellationToken) =>
            Source.LookAsync(Wanted).WaitAsync(cancellationToken);

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.AddMarkupContent(0, $"<p>{Model?.Text}</p>");
            if (Problem is not null)
                builder.AddMarkupContent(1, $"<b>{Problem.Reason}</b>");
        }
    }
}
