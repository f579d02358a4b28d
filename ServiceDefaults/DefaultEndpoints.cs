using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeakToStrong.ServiceDefaults;

/// <summary>The two questions that whoever runs a service asks it, in every environment and without a secret.</summary>
public static class DefaultEndpoints
{
    /// <summary>All checks: whether to send it work.</summary>
    public const string Health = "/health";

    /// <summary>Whether the process answers at all: whether to start it again.</summary>
    public const string Alive = "/alive";

    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    public static IEndpointRouteBuilder MapDefaultEndpoints(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks(Health, new HealthCheckOptions { ResponseWriter = WriteAsync }).Quietly();
        endpoints.MapHealthChecks(Alive, new HealthCheckOptions { Predicate = _ => false }).Quietly();
        return endpoints;
    }

    // Names and states alone: descriptions and exceptions may tell more than everybody should know.
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var answer = new
        {
            Status = Word(report.Status),
            Checks = new SortedDictionary<string, string>(
                report.Entries.ToDictionary(entry => entry.Key, entry => Word(entry.Value.Status)), StringComparer.Ordinal),
        };
        return context.Response.WriteAsJsonAsync(answer, CamelCase, context.RequestAborted);
    }

    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();

    // They are asked every few seconds: no trace, no metric, and no token.
    private static void Quietly(this IEndpointConventionBuilder endpoint)
    {
        endpoint.AllowAnonymous().DisableHttpMetrics();
        endpoint.Add(builder =>
        {
            var answer = builder.RequestDelegate!;
            builder.RequestDelegate = context =>
            {
                if (Activity.Current is { } activity)
                    activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
                return answer(context);
            };
        });
    }
}
