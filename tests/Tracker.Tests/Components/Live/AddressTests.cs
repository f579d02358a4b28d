using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Live;

namespace WeakToStrong.Tracker.Tests.Components.Live;

/// <summary>What is chosen before the browser has followed an earlier choice.</summary>
public sealed class AddressTests
{
    private const string Page = "http://localhost/compare";

    [Fact]
    public void Choose_BeforeTheBrowserHasFollowed_KeepsTheEarlierChoice()
    {
        var browser = new SlowBrowser($"{Page}?page=3");

        browser.Choose(("sort", "name"), ("page", null));
        browser.Choose(("view", "curves"));
        browser.FollowAll();

        Assert.Equal($"{Page}?sort=name&view=curves", browser.Uri);
    }

    [Fact]
    public void ChooseList_BeforeTheBrowserHasFollowed_ChangesTheEarlierList()
    {
        var browser = new SlowBrowser($"{Page}?runs=a~b");

        // The page still shows a and b whenever somebody adds to them or takes from them.
        browser.ChooseList("runs", ["a", "b"], ["a", "b", "c"]);
        browser.ChooseList("runs", ["a", "b"], ["b"], ("page", "2"));
        browser.FollowAll();

        Assert.Equal($"{Page}?runs=b~c&page=2", browser.Uri);
    }

    [Fact]
    public void Choose_OnceThePersonWentElsewhere_BeginsThere()
    {
        var browser = new SlowBrowser(Page);
        browser.Choose(("sort", "name"));

        browser.Arrive("http://localhost/audits?page=2");
        browser.Choose(("name", "x"));
        browser.FollowAll();

        Assert.Equal("http://localhost/audits?page=2&name=x", browser.Uri);
    }

    /// <summary>Goes where it is asked to when it is told to.</summary>
    private sealed class SlowBrowser : NavigationManager
    {
        private readonly Queue<string> _asked = [];

        public SlowBrowser(string address) => Initialize("http://localhost/", address);

        public void FollowAll()
        {
            while (_asked.TryDequeue(out var address))
                Arrive(address);
        }

        public void Arrive(string address)
        {
            Uri = address;
            NotifyLocationChanged(isInterceptedLink: false);
        }

        protected override void NavigateToCore(string uri, NavigationOptions options) => _asked.Enqueue(uri);
    }
}
