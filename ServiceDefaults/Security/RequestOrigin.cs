using System.Net;
using Microsoft.AspNetCore.Http;

namespace WeakToStrong.ServiceDefaults.Security;

/// <summary>Where a request comes from, and which site it says it is for.</summary>
public static class RequestOrigin
{
    private const string ForwardedPrefix = "X-Forwarded-";

    private static readonly string[] ForwardingHeaders = ["Forwarded", "X-Real-IP", "Via"];

    /// <summary>
    /// Whether it comes from a process of this machine: over loopback, and not through a proxy, which would make
    /// everybody local.
    /// </summary>
    public static bool IsOfThisMachine(this HttpRequest request) =>
        request.HttpContext.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !request.Headers.Keys.Any(IsForwarding);

    /// <summary>
    /// Whether it is addressed to loopback. A page whose name has been rebound to this machine still says its own name.
    /// </summary>
    public static bool IsForLoopback(this HttpRequest request)
    {
        var host = request.Host.Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>Whether a page of another site made the browser send it.</summary>
    public static bool IsOfAnotherSite(this HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            return true;
        // The scheme is left out: behind a proxy that ends TLS the two differ.
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && uri.Authority.Equals(request.Host.ToUriComponent(), StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsForwarding(string header) =>
        header.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase)
        || ForwardingHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);
}
