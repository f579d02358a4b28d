using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.ServiceDefaults.Security;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Security;
using WeakToStrong.Tracker.Components.Layout;

namespace WeakToStrong.Tracker.Tests.Components.Layout;

public sealed class NavMenuTests : BunitContext
{
    private const string Token = "the secret of this test";

    private readonly SessionCookie _session = new(
        new ApiOptions { Token = new BearerToken(Token) }, TimeProvider.System);

    public NavMenuTests()
    {
        Services.AddSingleton(new TrackerOptions { StoreRoot = "store" });
        Services.AddSingleton(_session);
        AddBunitPersistentComponentState();
    }

    [Fact]
    public void Place_OfARun_IsThatOfTheExperiments()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/runs/00112233");

        var here = Assert.Single(Render<NavMenu>().FindAll("[aria-current=page]"));

        Assert.Equal("Experiments", here.TextContent.Trim());
    }

    [Fact]
    public void SignOut_IsOfferedInASessionAlone()
    {
        var signingIn = new DefaultHttpContext();
        Assert.Empty(Show(signingIn).FindAll("form"));
        Assert.True(_session.TryBegin(signingIn, Token));

        var later = new DefaultHttpContext();
        later.Request.Headers.Cookie = signingIn.Response.Headers.SetCookie.ToString().Split(';')[0];

        Assert.Equal("/logout", Show(later).Find("form[method=post]").GetAttribute("action"));
    }

    private IRenderedComponent<NavMenu> Show(HttpContext http) =>
        Render<NavMenu>(parameters => parameters.AddCascadingValue(http));
}
