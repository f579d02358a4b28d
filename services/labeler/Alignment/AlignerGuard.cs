using Microsoft.Net.Http.Headers;
using WeakToStrong.ServiceDefaults.Security;

namespace WeakToStrong.Labeler.Alignment;

/// <summary>
/// Who is not of this machine needs the token, and no page of another site may use a browser of this machine.
/// </summary>
internal sealed class AlignerGuard(AlignerOptions options)
{
    /// <exception cref="AlignerException">The request is not served.</exception>
    public void Check(HttpRequest request)
    {
        CheckOrigin(request);
        if (request.IsOfAnotherSite())
            throw AlignerException.Refused(
                StatusCodes.Status403Forbidden, "a page of another site may not ask here");
        if (HttpMethods.IsPost(request.Method) && !IsJson(request.ContentType))
            throw AlignerException.Refused(
                StatusCodes.Status415UnsupportedMediaType, "the body must be application/json");
    }

    // Loopback alone is not enough: a name that was rebound to this machine comes over loopback as well.
    private void CheckOrigin(HttpRequest request)
    {
        if (request.IsOfThisMachine() && request.IsForLoopback())
            return;
        if (options.Token?.IsIn(request.Headers.Authorization) != true)
            throw AlignerException.Refused(
                StatusCodes.Status401Unauthorized,
                options.Token is null
                    ? $"this server has no token and serves this machine alone; set {AlignerOptions.TokenSetting}"
                    : "a request from elsewhere needs the token of this server as its API key");
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
