using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Attestation;

/// <summary>
/// A signed message as DSSE 1.0 has it (github.com/secure-systems-lab/dsse, protocol.md and envelope.md): the bytes
/// that were signed, their type, and signatures of both.
/// </summary>
public sealed record DsseEnvelope
{
    public required string PayloadType { get; init; }

    public required ReadOnlyMemory<byte> Payload { get; init; }

    public required IReadOnlyList<DsseSignature> Signatures { get; init; }

    /// <summary>What is signed: <c>"DSSEv1" SP LEN(type) SP type SP LEN(body) SP body</c>, lengths in bytes.</summary>
    public static byte[] PreAuthentication(string type, ReadOnlySpan<byte> body)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(type)} {type} {body.Length} ");
        return [.. Encoding.UTF8.GetBytes(head), .. body];
    }

    /// <param name="key">Signs.</param>
    /// <param name="type">Of the payload.</param>
    /// <param name="payload">Is signed as it is.</param>
    /// <param name="keyId">What the signature names the key by; null for its id.</param>
    public static DsseEnvelope Sign(SigningKey key, string type, byte[] payload, string? keyId = null) => new()
    {
        PayloadType = type,
        Payload = payload,
        Signatures = [new DsseSignature(keyId ?? key.Public.Id, key.Sign(PreAuthentication(type, payload)))],
    };

    /// <summary>Whether one of the signatures is the key's. The names of keys are hints and decide nothing.</summary>
    public bool IsSignedBy(VerificationKey key)
    {
        var signed = PreAuthentication(PayloadType, Payload.Span);
        return Signatures.Any(signature => key.Fits(signed, signature.Bytes.Span));
    }

    public JsonObject ToJson() => new()
    {
        ["payload"] = Convert.ToBase64String(Payload.Span),
        ["payloadType"] = PayloadType,
        ["signatures"] = new JsonArray([.. Signatures.Select(signature => new JsonObject
        {
            ["keyid"] = signature.KeyId,
            ["sig"] = Convert.ToBase64String(signature.Bytes.Span),
        })]),
    };

    /// <summary>The envelope as a file: one line, so that several make a bundle.</summary>
    public byte[] ToFile() => [.. CanonicalJson.SerializeToUtf8(ToJson()), (byte)'\n'];

    /// <param name="json">An envelope.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InputException">It is none.</exception>
    public static DsseEnvelope Parse(JsonObject json, string name)
    {
        if (json["signatures"] is not JsonArray { Count: > 0 } signatures)
            throw NotOne(name, "it has no list of 'signatures'");
        return new DsseEnvelope
        {
            PayloadType = TextOf(json, "payloadType", name),
            Payload = BytesOf(json, "payload", name),
            Signatures = [.. signatures.Select(signature => SignatureOf(signature, name))],
        };
    }

    private static DsseSignature SignatureOf(JsonNode? signature, string name) =>
        signature is JsonObject members
            ? new DsseSignature((string?)(members["keyid"] as JsonValue) ?? "", BytesOf(members, "sig", name))
            : throw NotOne(name, "a signature is no object");

    private static string TextOf(JsonObject json, string member, string name) =>
        json[member] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw NotOne(name, $"it has no text '{member}'");

    private static byte[] BytesOf(JsonObject json, string member, string name)
    {
        // Both alphabets of base64 are allowed, and must be read.
        var text = TextOf(json, member, name).Replace('-', '+').Replace('_', '/').TrimEnd('=');
        try
        {
            return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException)
        {
            throw NotOne(name, $"its '{member}' is not base64");
        }
    }

    private static InputException NotOne(string name, string why) =>
        new(name, null, $"is no signed statement: {why}; allowed is a DSSE envelope, or a Sigstore bundle with one");
}

/// <summary>One signature of an envelope.</summary>
/// <param name="KeyId">A hint which key it is; not signed itself.</param>
/// <param name="Bytes">The signature.</param>
public sealed record DsseSignature(string KeyId, ReadOnlyMemory<byte> Bytes);
