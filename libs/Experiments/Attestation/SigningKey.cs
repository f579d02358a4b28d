using System.Security.Cryptography;

namespace WeakToStrong.Experiments.Attestation;

/// <summary>
/// The key that this machine signs with, made on first use. It lies outside every store, because whoever has it can say
/// in this machine's name whatever they like, and stores are copied.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;

    private SigningKey(ECDsa key)
    {
        _key = key;
        Public = new VerificationKey(key);
    }

    public VerificationKey Public { get; }

    /// <summary>Reads the key at its place, and makes it where there is none.</summary>
    /// <exception cref="InputException">What is there is no such key, or others may read it.</exception>
    public static SigningKey OpenOrCreate() => OpenOrCreate(SigningKeyFile.Default());

    /// <inheritdoc cref="OpenOrCreate()"/>
    public static SigningKey OpenOrCreate(string path)
    {
        SigningKeyFile.Ensure(path);
        SigningKeyFile.CheckPrivate(path);
        var key = VerificationKey.ReadKey(path);
        if (!HasPrivateHalf(key))
        {
            key.Dispose();
            throw new InputException(path, null, "holds a public key; allowed is the private key that signs");
        }
        var opened = new SigningKey(key);
        SigningKeyFile.EnsurePublic(path, opened.Public);
        return opened;
    }

    /// <summary>
    /// The public half of this machine's key; null where it has none. Makes nothing: a check is no reason for a key.
    /// </summary>
    public static VerificationKey? FindPublic()
    {
        var path = SigningKeyFile.Default();
        var publicPath = SigningKeyFile.PublicPath(path);
        if (File.Exists(publicPath))
            return VerificationKey.Read(publicPath);
        return File.Exists(path) ? VerificationKey.Read(path) : null;
    }

    /// <summary>An ECDSA signature with SHA-256 in DER. It is another one each time: ECDSA draws a number.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) =>
        _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => _key.Dispose();

    private static bool HasPrivateHalf(ECDsa key)
    {
        try
        {
            key.ExportParameters(includePrivateParameters: true);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
