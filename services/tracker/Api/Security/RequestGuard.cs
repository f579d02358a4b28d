using Microsoft.Net.Http.Headers;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.ServiceDefaults.Security;

namespace WeakToStrong.Tracker.Api.Security;

/// <summary>
/// Stands before everything that the process serves, the dashboard too: who is not of this machine needs the token,
/// and no page of another site may use a browser of this machine to change something.
/// </summary>
internal sealed class RequestGuard(
    RequestDelegate next, ApiOptions options, SessionCookie session, IProblemDetailsService problems)
{
    // Probes have no token; they learn nothing but that the process answers.
    private static readonly string[] OpenPaths = [DefaultEndpoints.Health, DefaultEndpoints.Alive];

    public async Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (Refusal(http.Request) is not { } refusal)
        {
            await next(http);
            return;
        }
        if (http.RequestServices.GetService<RefusalPages>() is { } pages && pages.TryShow(http, refusal.Status))
        {
            await next(http);
            return;
        }
        http.Response.StatusCode = refusal.Status;
        if (refusal.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = BearerToken.Scheme;
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = http,
            ProblemDetails = { Status = refusal.Status, Detail = refusal.Detail },
        });
    }

    private Refused? Refusal(HttpRequest request)
    {
        if (OpenPaths.Contains(request.Path.Value, StringComparer.OrdinalIgnoreCase))
            return null;
        if (options.Token is not null && RefusalPages.IsOpen(request))
            return RefusalOfChange(request);
        var refusal = options.Token is { } token ? RefusalOfStranger(request, token) : RefusalWithoutToken(request);
        return refusal ?? RefusalOfChange(request);
    }

    // Loopback alone is not enough: a name that was rebound to this machine comes over loopback as well.
    private Refused? RefusalOfStranger(HttpRequest request, BearerToken token) =>
        (request.IsOfThisMachine() && request.IsForLoopback())
            || token.IsIn(request.Headers.Authorization)
            || session.IsIn(request)
            ? null
            : new Refused(
                StatusCodes.Status401Unauthorized, "a request from elsewhere needs 'Authorization: Bearer TOKEN'");

    private static Refused? RefusalWithoutToken(HttpRequest request)
    {
        if (!request.IsForLoopback())
            return new Refused(
                StatusCodes.Status421MisdirectedRequest,
                "this server has no token and answers to localhost alone; set Tracker__Token to serve other names");
        return request.IsOfThisMachine()
            ? null
            : new Refused(
                StatusCodes.Status401Unauthorized,
                "this server has no token and serves this machine alone; set Tracker__Token to serve others");
    }

    private static Refused? RefusalOfChange(HttpRequest request)
    {
        // A browser opens a web socket to any site, with the page's origin and without asking.
        var isSocket = request.Headers.Upgrade.Count > 0;
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (isRead && !isSocket)
            return null;
        if (request.IsOfAnotherSite())
            return new Refused(StatusCodes.Status403Forbidden, "a page of another site may not change anything here");
        return HasBody(request) && ApiPipeline.IsApi(request) && !IsJson(request.ContentType)
            ? new Refused(StatusCodes.Status415UnsupportedMediaType, "the body must be application/json")
            : null;
    }

    private static bool HasBody(HttpRequest request) =>
        request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0;

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    private sealed record Refused(int Status, string Detail);
}
