using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;

namespace WeakToStrong.Tracker.Api;

/// <summary>What the endpoints say of themselves, for the OpenAPI document and for the server.</summary>
internal static class Endpoints
{
    private const string ProblemType = "application/problem+json";

    /// <summary>Names an endpoint, and the statuses with which it refuses.</summary>
    public static RouteHandlerBuilder As(
        this RouteHandlerBuilder endpoint, string operationId, string summary, params int[] refusals)
    {
        endpoint.WithName(operationId).WithSummary(summary);
        foreach (var status in refusals)
            endpoint.Refuses(status);
        return endpoint;
    }

    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, int status)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ApiProblem), [ProblemType]));

    /// <summary>The body may be larger than that of other endpoints.</summary>
    public static RouteHandlerBuilder TakesAtMost(this RouteHandlerBuilder endpoint, long bytes) =>
        endpoint.WithMetadata(new SizeLimit(bytes)).Refuses(StatusCodes.Status413PayloadTooLarge);

    /// <summary>For what takes as long as it takes: streams, downloads, work that is asked for.</summary>
    public static void MayTakeLong(this HttpContext http) =>
        http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();

    private sealed record SizeLimit(long Bytes) : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => Bytes;
    }
}
