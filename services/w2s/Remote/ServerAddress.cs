using WeakToStrong.Experiments;

namespace WeakToStrong.W2s.Remote;

/// <summary>Where a tracker's API is, and the token for it.</summary>
internal sealed class ServerAddress
{
    public const string Variable = "W2S_SERVER";
    public const string TokenVariable = "W2S_TOKEN";

    private ServerAddress(Uri url, string? token) => (Url, Token) = (url, token);

    /// <summary>Ends with a slash, so that relative addresses are below it.</summary>
    public Uri Url { get; }

    /// <summary>Never printed: this class has no text of its own.</summary>
    public string? Token { get; }

    public bool IsLoopback => Url.IsLoopback;

    /// <summary>As it is typed.</summary>
    public string Name => Url.AbsoluteUri.TrimEnd('/');

    /// <summary>The address of --server, else of W2S_SERVER, else null.</summary>
    public static ServerAddress? Resolve(string? option)
    {
        var given = option ?? Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(given) && option is null)
            return null;
        if (!Uri.TryCreate(given, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
            throw new InputException(
                option is null ? Variable : "--server", null,
                $"is '{given}'; allowed is the address of a tracker, for instance http://localhost:5080");
        var address = new ServerAddress(new Uri(url.AbsoluteUri.TrimEnd('/') + "/"), TokenOfUser());
        address.WarnIfReadable();
        return address;
    }

    private static string? TokenOfUser()
    {
        var token = Environment.GetEnvironmentVariable(TokenVariable);
        if (string.IsNullOrEmpty(token))
            return null;
        return token.All(letter => letter is > ' ' and <= '~')
            ? token
            : throw new InputException(TokenVariable, null, "has blanks or letters that no token has");
    }

    private void WarnIfReadable()
    {
        if (Token is not null && Url.Scheme == Uri.UriSchemeHttp && !IsLoopback)
            Console.Error.WriteLine($"w2s: {TokenVariable} goes to {Url.Host} over http, readable on the way");
    }
}
