using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WeakToStrong.ServiceDefaults.Security;

/// <summary>
/// The secret that requests from elsewhere must bring. Only its digest is kept, so nothing can print it.
/// </summary>
public sealed class BearerToken(string token)
{
    public const string Scheme = "Bearer";

    private readonly byte[] _digest = DigestOf(token);

    /// <summary>Whether an Authorization header has the token.</summary>
    public bool IsIn(string? authorization)
    {
        const string prefix = Scheme + " ";
        return authorization is not null
            && authorization.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && Is(authorization[prefix.Length..].Trim());
    }

    /// <summary>Whether this is the token; takes as long for a near miss as for any other.</summary>
    public bool Is(string text) => CryptographicOperations.FixedTimeEquals(DigestOf(text), _digest);

    /// <summary>What only a holder of the token can make of a text.</summary>
    public string Sign(string text) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_digest, Encoding.UTF8.GetBytes(text)));

    private static byte[] DigestOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
