using System.Security.Cryptography;

namespace WeakToStrong.Servers;

/// <summary>Passwords of servers.</summary>
public static class ServerPassword
{
    private const int Length = 32;

    /// <summary>A new one, of characters that need quoting nowhere.</summary>
    public static string Generate() => RandomNumberGenerator.GetHexString(Length, lowercase: true);

    /// <summary>Outside of printable ASCII, servers and clients disagree on how a password is spelt in bytes.</summary>
    internal static string Checked(string password) =>
        password.Length > 0 && password.All(character => character is > ' ' and <= '~')
            ? password
            : throw new ArgumentException(
                "a server's password must be of printable ASCII characters without blanks, at least one",
                nameof(password));
}
