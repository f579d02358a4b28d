using System.Globalization;
using System.Net;
using WeakToStrong.Endpoints;

namespace WeakToStrong.Labeler.Alignment;

/// <summary>A request ends with an error, in the words of OpenAI's API.</summary>
internal sealed class AlignerException(int status, EndpointError error, TimeSpan? retryAfter = null)
    : Exception(error.Message)
{
    private const string InvalidRequest = "invalid_request_error";
    private const string ServerError = "server_error";

    public int Status => status;

    public EndpointError Error => error;

    /// <summary>Seconds, whole.</summary>
    public string? RetryAfter =>
        retryAfter is { } pause ? Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>The client asked for something wrong: what, and at which field.</summary>
    public static AlignerException Invalid(string message, string? param, string code = "invalid_value") =>
        new(StatusCodes.Status400BadRequest, new EndpointError(message, InvalidRequest, param, code));

    public static AlignerException Refused(int status, string message) =>
        new(status, new EndpointError(
            message, InvalidRequest, null, status == StatusCodes.Status401Unauthorized ? "invalid_api_key" : null));

    public static AlignerException NoSuchPath(HttpRequest request) =>
        new(StatusCodes.Status404NotFound, new EndpointError(
            $"there is no {request.Method} {request.Path}; allowed are POST /v1/chat/completions and GET /v1/models",
            InvalidRequest, null, "unknown_url"));

    public static AlignerException Busy(int most) =>
        new(
            StatusCodes.Status429TooManyRequests,
            new EndpointError(
                $"{most} requests are in progress, which is the most; ask again", "requests", null,
                "rate_limit_exceeded"),
            TimeSpan.FromSeconds(1));

    /// <summary>The runner that corrects is not there, and will be.</summary>
    public static AlignerException NoCorrector(string message) =>
        new(
            StatusCodes.Status503ServiceUnavailable,
            new EndpointError(message, ServerError, null, "corrector_unavailable"),
            TimeSpan.FromSeconds(2));

    public static AlignerException TooSlow(string message) =>
        new(StatusCodes.Status504GatewayTimeout, new EndpointError(message, ServerError, null, "timeout"));

    public static AlignerException Failed() =>
        new(StatusCodes.Status500InternalServerError, new EndpointError(
            "the request failed in this server", ServerError, null, null));

    /// <summary>What concerns the client keeps its status; trouble of the upstream itself is a bad gateway.</summary>
    public static AlignerException Upstream(EndpointException exception)
    {
        if (exception.IsTimeout)
            return TooSlow($"upstream: {exception.Message}");
        var isClients = (int?)exception.Status is >= 400 and < 500;
        var status = isClients ? exception.Status!.Value : HttpStatusCode.BadGateway;
        var error = exception.Error ?? new EndpointError(exception.Message, null, null, null);
        return new AlignerException(
            (int)status,
            new EndpointError(
                $"upstream: {error.Message}", error.Type ?? (isClients ? InvalidRequest : ServerError), error.Param,
                error.Code ?? "upstream_failed"),
            exception.RetryAfter);
    }
}
