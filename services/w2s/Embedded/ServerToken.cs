using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;

namespace WeakToStrong.W2s.Embedded;

/// <summary>The secret of a server: the one that is set, else a new one where others can reach it, else none.</summary>
internal sealed record ServerToken(string Text, bool IsNew)
{
    public const string Variable = "Tracker__Token";

    private const int Bytes = 32;

    public static ServerToken? For(IPAddress address, string variable = Variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given)
            return new ServerToken(given, IsNew: false);
        return IPAddress.IsLoopback(address)
            ? null
            : new ServerToken(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)), IsNew: true);
    }

    // A record would print its text.
    public override string ToString() => nameof(ServerToken);
}
