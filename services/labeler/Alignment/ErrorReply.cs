using System.Text.Json.Nodes;
using WeakToStrong.Endpoints;
using WeakToStrong.Labeler.Alignment.Responses;
using WeakToStrong.ServiceDefaults.Security;

namespace WeakToStrong.Labeler.Alignment;

/// <summary>Turns what goes wrong into an answer, or, once one has begun, into its last event.</summary>
internal static class ErrorReply
{
    public static async Task GuardAsync(HttpContext http, Func<Task> handle)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await handle();
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked is gone.
        }
        catch (Exception exception)
        {
            await WriteAsync(http, Describe(http, exception));
        }
    }

    private static AlignerException Describe(HttpContext http, Exception exception)
    {
        switch (exception)
        {
            case AlignerException known:
                return known;
            case EndpointException upstream:
                return AlignerException.Upstream(upstream);
            case BadHttpRequestException bad:
                return AlignerException.Refused(bad.StatusCode, bad.Message);
            default:
                http.RequestServices.GetRequiredService<ILogger<AlignerException>>()
                    .RequestFailed(exception, http.Request.Path);
                return AlignerException.Failed();
        }
    }

    private static async Task WriteAsync(HttpContext http, AlignerException exception)
    {
        var body = Shape(exception.Error);
        if (http.Response.HasStarted)
        {
            await EventStream.WriteAsync(http, body.ToJsonString());
            return;
        }
        http.Response.StatusCode = exception.Status;
        if (exception.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds;
        if (exception.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = BearerToken.Scheme;
        await http.Response.WriteAsJsonAsync(body, http.RequestAborted);
    }

    private static JsonObject Shape(EndpointError error) => new()
    {
        ["error"] = new JsonObject
        {
            ["message"] = error.Message, ["type"] = error.Type, ["param"] = error.Param, ["code"] = error.Code,
        },
    };
}
