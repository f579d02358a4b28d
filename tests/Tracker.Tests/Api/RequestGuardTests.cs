using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.ServiceDefaults.Security;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Security;

namespace WeakToStrong.Tracker.Tests.Api;

/// <summary>Addresses that a test cannot connect from.</summary>
public sealed class RequestGuardTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::ffff:192.0.2.7", false)]
    [InlineData("192.0.2.7", false)]
    [InlineData("10.0.0.7", false)]
    [InlineData("fe80::1", false)]
    [InlineData(null, false)]
    public async Task Invoke_WithoutTheToken_ServesThisMachineAlone(string? address, bool isServed)
    {
        foreach (var options in new[] { new ApiOptions(), new ApiOptions { Token = new BearerToken("token") } })
            Assert.Equal(isServed ? 200 : 401, await StatusAsync(options, address, authorization: null));
    }

    [Fact]
    public async Task Invoke_FromElsewhereWithTheToken_Serves()
    {
        var options = new ApiOptions { Token = new BearerToken("token") };

        Assert.Equal(200, await StatusAsync(options, "192.0.2.7", "Bearer token"));
        Assert.Equal(401, await StatusAsync(new ApiOptions(), "192.0.2.7", "Bearer token"));
    }

    private static async Task<int> StatusAsync(ApiOptions options, string? address, string? authorization)
    {
        var services = new ServiceCollection().AddProblemDetails().AddLogging().BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services };
        http.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        http.Request.Method = HttpMethods.Get;
        http.Request.Path = "/api/runs";
        http.Request.Host = new HostString("localhost:5080");
        http.Request.Headers.Authorization = authorization;
        var guard = new RequestGuard(
            _ => Task.CompletedTask, options, new SessionCookie(options, TimeProvider.System),
            services.GetRequiredService<IProblemDetailsService>());
        await guard.InvokeAsync(http);
        return http.Response.StatusCode;
    }
}
