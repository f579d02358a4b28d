using System.Net;
using Microsoft.AspNetCore.Http;
using WeakToStrong.Endpoints;
using WeakToStrong.Labeler.Alignment;
using WeakToStrong.ServiceDefaults.Security;

namespace WeakToStrong.Labeler.Tests.Alignment;

public sealed class AlignerGuardTests
{
    private const string Here = "127.0.0.1";
    private const string Elsewhere = "192.0.2.7";

    [Theory]
    [InlineData(Here, "localhost", null, false, 200)]
    [InlineData(Here, "localhost", "Bearer whatever", true, 200)]
    [InlineData(Here, "rebound.example", null, false, 401)]
    [InlineData(Elsewhere, "192.0.2.1", null, false, 401)]
    [InlineData(Elsewhere, "192.0.2.1", null, true, 401)]
    [InlineData(Elsewhere, "192.0.2.1", "Bearer wrong", true, 401)]
    [InlineData(Elsewhere, "192.0.2.1", "Bearer secret", true, 200)]
    public void Check_OfARequest_ServesThisMachineAndHoldersOfTheToken(
        string from, string host, string? authorization, bool hasToken, int status) =>
        Assert.Equal(status, StatusOf(Request(from, host, authorization), hasToken));

    [Fact]
    public void Check_OfAnotherSitesPage_Refuses()
    {
        var request = Request(Here, "localhost", null);
        request.Headers.Origin = "https://elsewhere.example";

        Assert.Equal(403, StatusOf(request, hasToken: false));
    }

    [Fact]
    public void Check_OfAForm_Refuses()
    {
        var request = Request(Here, "localhost", null);
        request.ContentType = "text/plain";

        Assert.Equal(415, StatusOf(request, hasToken: false));
    }

    private static HttpRequest Request(string from, string host, string? authorization)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(from);
        http.Request.Method = "POST";
        http.Request.ContentType = "application/json";
        http.Request.Host = new HostString(host);
        if (authorization is not null)
            http.Request.Headers.Authorization = authorization;
        return http.Request;
    }

    private static int StatusOf(HttpRequest request, bool hasToken)
    {
        var guard = new AlignerGuard(new AlignerOptions
        {
            Model = "model",
            Upstream = new EndpointOptions { Address = new Uri("http://localhost/v1/") },
            Token = hasToken ? new BearerToken("secret") : null,
        });
        try
        {
            guard.Check(request);
            return 200;
        }
        catch (AlignerException exception)
        {
            return exception.Status;
        }
    }
}
