using WeakToStrong.Tracker.Components.Hosting;

namespace WeakToStrong.Tracker.Api.Security;

/// <summary>
/// What a person gets where a program gets a problem: the page to show the token on, or one that says why there is
/// none. Only a host with a dashboard has them.
/// </summary>
internal sealed class RefusalPages(ApiOptions options)
{
    public const string Login = "/login";
    public const string Logout = "/logout";
    public const string Forbidden = "/forbidden";

    /// <summary>What a stranger may see: the page to sign in on, and what it is drawn with.</summary>
    public static bool IsOpen(HttpRequest request) => IsSigningIn(request) || IsAsset(request);

    /// <summary>Turns a refused request for a page into one for the page that helps.</summary>
    public bool TryShow(HttpContext http, int status)
    {
        var request = http.Request;
        // The page that says why needs its styles as well.
        if (options.Token is null && IsAsset(request))
            return true;
        if (!IsForAPage(request))
            return false;
        var isSignInOffered = options.Token is not null && status == StatusCodes.Status401Unauthorized;
        if (!isSignInOffered)
            http.Items[nameof(Forbidden)] = status;
        else if (!IsSigningIn(request))
            request.QueryString = QueryString.Create("to", request.Path + request.QueryString.ToString());
        request.Path = isSignInOffered ? Login : Forbidden;
        return true;
    }

    private static bool IsAsset(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments(DashboardAssets.Root);

    private static bool IsSigningIn(HttpRequest request) =>
        request.Path.Equals(Login, StringComparison.OrdinalIgnoreCase);

    private static bool IsForAPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !ApiPipeline.IsApi(request)
        && request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.Ordinal) ?? false);
}
