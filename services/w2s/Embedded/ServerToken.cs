using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using WeakToStrong.Experiments;

namespace WeakToStrong.W2s.Embedded;

/// <summary>The secret of a server: the one that is set, else a new one where others can reach it, else none.</summary>
/// <param name="Text">The secret.</param>
/// <param name="Variable">The variable of the environment that sets it.</param>
/// <param name="IsNew">Whether nobody knows it yet.</param>
internal sealed record ServerToken(string Text, string Variable, bool IsNew)
{
    public const string TrackerVariable = "Tracker__Token";

    private const int Bytes = 32;

    public static ServerToken? For(IPAddress address, string variable = TrackerVariable)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given)
            return new ServerToken(given, variable, IsNew: false);
        return IPAddress.IsLoopback(address)
            ? null
            : new ServerToken(
                Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)), variable, IsNew: true);
    }

    /// <summary>
    /// Shows a new one to the person at the terminal. What goes elsewhere may be a log, which others read: there it is
    /// said in which file the token is as long as the server serves.
    /// </summary>
    /// <param name="port">Where the server listens.</param>
    /// <returns>What takes the file away again; null without one.</returns>
    public IDisposable? Announce(int port)
    {
        const string use = "browsers and clients of others need it";
        if (!Console.IsErrorRedirected)
        {
            Console.Error.WriteLine($"w2s: token {Text} (shown once; {use})");
            return null;
        }
        var file = TokenFile.Write(Text, port)
            ?? throw new InputException(Variable, null, "is not set, and there is no home folder to keep a new one in");
        Console.Error.WriteLine($"w2s: token in {file.Path} until this ends; {use}");
        return file;
    }

    // A record would print its text.
    public override string ToString() => nameof(ServerToken);
}
