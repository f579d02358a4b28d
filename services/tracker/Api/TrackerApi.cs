using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WeakToStrong.ServiceDefaults.Security;
using WeakToStrong.Tracker.Api.Artifacts;
using WeakToStrong.Tracker.Api.Events;
using WeakToStrong.Tracker.Api.Launching;
using WeakToStrong.Tracker.Api.Security;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.DeadLetters;

namespace WeakToStrong.Tracker.Api;

/// <summary>The tracker over HTTP, in whatever web host: the service's own, or one beside the embedded store.</summary>
public static class TrackerApi
{
    public const string DocumentPath = "/openapi/v1.json";

    private const string DocumentName = "v1";
    private const int MaxHeaderBytes = 16 << 10;
    private const int MaxHeaders = 64;
    private const int MaxConnections = 1000;

    /// <summary>
    /// What <see cref="MapTrackerApi"/> needs, and the guard that stands before everything in the host.
    /// </summary>
    public static IServiceCollection AddTrackerApi(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ArtifactFiles>();
        services.AddSingleton<ExperimentDesk>();
        services.AddSingleton<EventStreams>();
        services.AddSingleton<RunFeed>();
        services.AddSingleton<StoreMeter>();
        services.AddSingleton<BrokerMeter>();
        services.AddSingleton<SystemStatus>();
        services.AddDeadLetters();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<IStartupFilter, ApiPipeline>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = problem =>
            problem.ProblemDetails.Detail ??=
                RequestFaults.OfStatus(problem.ProblemDetails.Status ?? 0, problem.HttpContext));
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.AddRequestTimeouts(timeouts =>
            timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = options.RequestTimeout });
        services.AddOpenApi(DocumentName, document => document.AddDocumentTransformer<ApiDocument>());
        services.Configure<JsonOptions>(json =>
        {
            ApiJson.Configure(json.SerializerOptions);
            // A key that nobody reads is a mistake, as it is in an experiment.
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        });
        // What cannot be bound is an answer of ours, with what is wrong in it, not an empty one.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        return services.Configure<KestrelServerOptions>(kestrel => Limit(kestrel, options));
    }

    /// <exception cref="ServiceDefaults.InvalidSettingException">
    /// The host would listen where others can reach it, and has no token.
    /// </exception>
    public static void MapTrackerApi(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<ApiOptions>();
        AddressesOf(options).Check(routes.ServiceProvider.GetRequiredService<IConfiguration>());
        routes.MapOpenApi();
        var api = routes.MapGroup(ApiPipeline.Root).Refuses(StatusCodes.Status401Unauthorized);
        api.MapRuns(options);
        api.MapSearch();
        api.MapPlans(options);
        api.MapResults();
        api.MapAudits();
        api.MapAnnotations();
        api.MapSteps();
        api.MapArtifacts();
        api.MapEvents();
        api.MapCatalogue();
        api.MapSystem();
        api.MapDeadLetters();
    }

    private static void Limit(KestrelServerOptions kestrel, ApiOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        // A connection that became a web socket counts among these alone.
        kestrel.Limits.MaxConcurrentUpgradedConnections = MaxConnections;
        kestrel.ConfigureEndpointDefaults(AddressesOf(options).Check);
    }

    private static BoundAddresses AddressesOf(ApiOptions options) => new(options.Token is not null, "Tracker__Token");
}
