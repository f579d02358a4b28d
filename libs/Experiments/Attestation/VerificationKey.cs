using System.Security.Cryptography;
using System.Text;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Attestation;

/// <summary>The public half of a signing key, which is all that a check needs: ECDSA on P-256 with SHA-256.</summary>
public sealed class VerificationKey
{
    internal const string Allowed = "allowed is an ECDSA key on P-256 in PEM form";

    private const string CurveOid = "1.2.840.10045.3.1.7";
    private const int PlainSignatureLength = 64;
    private const int MaxFileBytes = 64 << 10;

    private readonly byte[] _publicKey;

    internal VerificationKey(ECDsa key)
    {
        _publicKey = key.ExportSubjectPublicKeyInfo();
        Id = Digests.OfBytes(_publicKey);
        // The line break at the end is part of what other tools write, and of the digest that they compare.
        Pem = key.ExportSubjectPublicKeyInfoPem() + "\n";
        PemDigest = Digests.OfBytes(Encoding.ASCII.GetBytes(Pem));
    }

    /// <summary>SHA-256 of the key's SubjectPublicKeyInfo in DER: what envelopes name it by.</summary>
    public string Id { get; }

    /// <summary>The content of its file.</summary>
    public string Pem { get; }

    /// <summary>SHA-256 of the PEM text: what OpenSSF's model signatures name it by.</summary>
    public string PemDigest { get; }

    /// <exception cref="InputException">It is missing, or no such key.</exception>
    public static VerificationKey Read(string path)
    {
        using var key = ReadKey(path);
        return new VerificationKey(key);
    }

    /// <summary>Whether the signature is this key's, of exactly these bytes.</summary>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">In DER, as Sigstore's tools write it, or the numbers alone, as DSSE's example.</param>
    public bool Fits(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_publicKey, out _);
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            || (signature.Length == PlainSignatureLength && key.VerifyData(
                data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    /// <summary>Reads a private or a public key.</summary>
    internal static ECDsa ReadKey(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(Encoding.ASCII.GetString(InputBytes.Read(path, MaxFileBytes, $"; {Allowed}")));
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == CurveOid)
                return key;
            throw new InputException(path, null, $"holds a key on another curve; {Allowed}");
        }
        catch (Exception exception)
        {
            key.Dispose();
            if (exception is ArgumentException or CryptographicException)
                throw new InputException(path, null, $"holds no such key; {Allowed}");
            throw;
        }
    }
}
