using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeakToStrong.ServiceDefaults;

namespace WeakToStrong.Tracker.Tests.Telemetry;

public sealed class DefaultEndpointsTests
{
    [Theory]
    [InlineData(HealthStatus.Healthy, HttpStatusCode.OK)]
    [InlineData(HealthStatus.Degraded, HttpStatusCode.ServiceUnavailable)]
    [InlineData(HealthStatus.Unhealthy, HttpStatusCode.ServiceUnavailable)]
    public async Task Health_OneCheck_IsItsStatusWithoutItsDetail(HealthStatus status, HttpStatusCode code)
    {
        await using var service = await StartAsync(() => new HealthCheckResult(
            status, "password is secret", new InvalidOperationException("secret")));
        using var client = new HttpClient { BaseAddress = new Uri(service.Urls.Single()) };

        var health = await client.GetAsync("/health");

        var word = status.ToString().ToLowerInvariant();
        Assert.Equal(code, health.StatusCode);
        Assert.Equal(
            "{\"status\":\"" + word + "\",\"checks\":{\"part\":\"" + word + "\"}}",
            await health.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/alive")).StatusCode);
    }

    [Fact]
    public async Task Health_Asked_LeavesNoTrace()
    {
        var recorded = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (recorded)
                    if (activity.Recorded)
                        recorded.Add(activity.TraceId.ToHexString());
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var service = await StartAsync(() => HealthCheckResult.Healthy());
        using var client = new HttpClient { BaseAddress = new Uri(service.Urls.Single()) };

        var traces = new Dictionary<string, string>();
        foreach (var path in new[] { "/health", "/alive", "/other" })
        {
            var trace = ActivityTraceId.CreateRandom().ToHexString();
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
            await client.SendAsync(request);
            traces.Add(path, trace);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!IsRecorded("/other"))
            await Task.Delay(20, patience.Token);
        Assert.False(IsRecorded("/health"));
        Assert.False(IsRecorded("/alive"));

        bool IsRecorded(string path)
        {
            lock (recorded)
                return recorded.Contains(traces[path]);
        }
    }

    private static async Task<WebApplication> StartAsync(Func<HealthCheckResult> check)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHealthChecks().AddCheck("part", check);
        var service = builder.Build();
        service.MapDefaultEndpoints();
        await service.StartAsync();
        return service;
    }
}
