using System.Security.Cryptography;
using System.Text;

namespace WeakToStrong.Servers.RabbitMq;

/// <summary>What RabbitMQ keeps of a password: four bytes of salt, then the SHA-256 of salt and password.</summary>
internal static class PasswordHash
{
    private const int SaltLength = 4;

    public static string Of(string password) => Of(password, RandomNumberGenerator.GetBytes(SaltLength));

    internal static string Of(string password, byte[] salt) =>
        Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.ASCII.GetBytes(password)])]);
}
