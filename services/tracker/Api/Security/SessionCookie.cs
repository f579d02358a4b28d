using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WeakToStrong.Tracker.Api.Security;

/// <summary>
/// Who has shown the token once may go on without it in the same browser. The cookie says until when, signed with the
/// token: no state, every tracker with the token understands it, and a new token ends all sessions.
/// </summary>
internal sealed class SessionCookie(ApiOptions options, TimeProvider time)
{
    public const string Name = "w2s-session";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public bool IsIn(HttpRequest request) =>
        options.Token is { } token
        && request.Cookies[Name]?.Split('.') is [var until, var signature]
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds > time.GetUtcNow().ToUnixTimeSeconds()
        && IsEqual(signature, token.Sign(TextOf(until)));

    /// <summary>Begins a session when the token is right.</summary>
    public bool TryBegin(HttpContext http, string givenToken)
    {
        if (options.Token is not { } token || !token.Is(givenToken))
            return false;
        var until = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        http.Response.Cookies.Append(
            Name, $"{until}.{token.Sign(TextOf(until))}", CookieFor(http.Request, Lifetime));
        return true;
    }

    /// <summary>Ends the session of this browser.</summary>
    public static void End(HttpContext http) =>
        http.Response.Cookies.Append(Name, "", CookieFor(http.Request, TimeSpan.Zero));

    private static CookieOptions CookieFor(HttpRequest request, TimeSpan lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
        MaxAge = lifetime,
        IsEssential = true,
    };

    private static string TextOf(string until) => $"dashboard session until {until}";

    private static bool IsEqual(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
