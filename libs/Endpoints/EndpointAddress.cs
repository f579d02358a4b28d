namespace WeakToStrong.Endpoints;

/// <summary>Where an OpenAI-compatible API begins: <c>http://localhost:8000/v1</c>.</summary>
public static class EndpointAddress
{
    /// <summary>What may be given, for messages.</summary>
    public const string Allowed = "an address such as http://localhost:8000/v1, without user, query or fragment";

    /// <summary>The address with a slash at its end, so that others are below it; null for another text.</summary>
    public static Uri? TryParse(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && (url.Query.Length, url.Fragment.Length, url.UserInfo.Length) is (0, 0, 0)
            ? new Uri(url.AbsoluteUri.TrimEnd('/') + "/")
            : null;
}
