namespace WeakToStrong.Tracker.Components.Hosting;

/// <summary>
/// What browsers are told about every page: nothing is loaded from elsewhere, no script or style stands in the markup,
/// no other site frames it.
/// </summary>
internal sealed class DashboardHeaders(RequestDelegate next)
{
    // Pictures as data: are charts that are saved. The circuit's web socket is 'self' as well.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        return next(http);
    }
}
