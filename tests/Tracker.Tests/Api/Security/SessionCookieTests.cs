using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using WeakToStrong.ServiceDefaults.Security;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Security;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api.Security;

public sealed class SessionCookieTests
{
    private const string Token = "the secret of this test";

    private readonly TestClock _clock = new();

    [Fact]
    public void Begin_WithAnotherToken_Refuses()
    {
        var http = new DefaultHttpContext();

        Assert.False(Cookie(Token).TryBegin(http, "another"));
        Assert.Equal(0, http.Response.Headers.SetCookie.Count);
    }

    [Fact]
    public void Begin_WithTheToken_SetsACookieThatNoScriptAndNoOtherSiteGets()
    {
        var cookie = Begin();

        Assert.True(cookie.HttpOnly);
        Assert.Equal(Microsoft.Net.Http.Headers.SameSiteMode.Strict, cookie.SameSite);
        Assert.DoesNotContain(Token, cookie.Value.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void IsIn_ARequestWithTheCookie_UntilItEnds()
    {
        var request = RequestWith(Begin().Value.Value!);

        Assert.True(Cookie(Token).IsIn(request));
        _clock.Advance(TimeSpan.FromDays(31));
        Assert.False(Cookie(Token).IsIn(request));
    }

    [Fact]
    public void End_OfASession_TakesTheCookieBack()
    {
        var http = new DefaultHttpContext();

        SessionCookie.End(http);

        var cookie = SetCookieHeaderValue.Parse(http.Response.Headers.SetCookie.ToString());
        Assert.Equal((SessionCookie.Name, ""), (cookie.Name.Value, cookie.Value.Value));
        Assert.Equal(TimeSpan.Zero, cookie.MaxAge);
    }

    [Fact]
    public void IsIn_AfterTheTokenWasChanged_IsFalse() =>
        Assert.False(Cookie("a new one").IsIn(RequestWith(Begin().Value.Value!)));

    [Fact]
    public void IsIn_WithALaterEndWrittenIn_IsFalse()
    {
        var parts = Begin().Value.Value!.Split('.');
        var later = long.Parse(parts[0], CultureInfo.InvariantCulture) + 1;

        Assert.False(Cookie(Token).IsIn(RequestWith($"{later}.{parts[1]}")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData(".")]
    [InlineData("9999999999.")]
    [InlineData("a.b.c")]
    public void IsIn_Nonsense_IsFalse(string value) => Assert.False(Cookie(Token).IsIn(RequestWith(value)));

    private SetCookieHeaderValue Begin()
    {
        var http = new DefaultHttpContext();
        Assert.True(Cookie(Token).TryBegin(http, Token));
        return SetCookieHeaderValue.Parse(http.Response.Headers.SetCookie.ToString());
    }

    private SessionCookie Cookie(string token) => new(new ApiOptions { Token = new BearerToken(token) }, _clock);

    private static HttpRequest RequestWith(string cookie)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = $"{SessionCookie.Name}={cookie}";
        return http.Request;
    }
}
