namespace WeakToStrong.Experiments.Attestation;

/// <summary>A signed statement as it was read: nothing of it is to be believed before it is verified.</summary>
public sealed record SignedStatement
{
    private const long MaxBytes = 256L << 20;
    private const int ShownDigits = 16;

    /// <summary>What messages call it.</summary>
    public required string Name { get; init; }

    public required DsseEnvelope Envelope { get; init; }

    /// <summary>The hint of a Sigstore bundle at its key; null for an envelope alone.</summary>
    public string? KeyHint { get; init; }

    /// <exception cref="InputException">It is missing, too large, or no signed statement.</exception>
    public static SignedStatement Read(string path) => Parse(InputBytes.Read(path, MaxBytes), path);

    /// <param name="bytes">A DSSE envelope, or a Sigstore bundle with one.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InputException">It is neither.</exception>
    public static SignedStatement Parse(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            var json = StrictJson.Parse(bytes);
            return SigstoreBundle.IsOne(json)
                ? SigstoreBundle.Parse(json, name)
                : new SignedStatement { Name = name, Envelope = DsseEnvelope.Parse(json, name) };
        }
        catch (Exception exception) when (StrictJson.IsFault(exception))
        {
            throw new InputException(
                name, null, "is no signed statement; allowed is a DSSE envelope, or a Sigstore bundle with one");
        }
    }

    /// <summary>What is stated, once it is certain that the key signed exactly this.</summary>
    /// <exception cref="AttestationException">It did not, or what it signed is of an unknown type.</exception>
    public InTotoStatement Verify(VerificationKey key)
    {
        if (!Envelope.IsSignedBy(key))
            throw new AttestationException(Name, WhyNot(key));
        if (Envelope.PayloadType != InTotoStatement.PayloadType)
            throw new AttestationException(
                Name,
                $"what is signed has the type '{Envelope.PayloadType}'; known is '{InTotoStatement.PayloadType}'");
        return InTotoStatement.Parse(Envelope.Payload.Span, Name);
    }

    private string WhyNot(VerificationKey key)
    {
        var names = Envelope.Signatures.Select(signature => signature.KeyId).Append(KeyHint ?? "")
            .Where(name => name.Length > 0).ToArray();
        if (names.Length == 0)
            return "the signature does not fit: the content was changed, or another key signed it";
        return names.Contains(key.Id) || names.Contains(key.PemDigest)
            ? $"the signature does not fit: the content was changed after key {Short(key.Id)} signed it"
            : $"the signature does not fit: it says that key {Short(names[0])} signed it, "
                + $"and this is key {Short(key.Id)}; give the public key of its signer";
    }

    private static string Short(string id) => id.Length > ShownDigits ? id[..ShownDigits] : id;
}
