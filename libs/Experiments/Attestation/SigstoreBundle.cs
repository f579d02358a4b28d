using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Attestation;

/// <summary>
/// A Sigstore bundle, version 0.3, around an envelope that was signed with a plain key (sigstore/protobuf-specs,
/// sigstore_bundle.proto): the key is not in it, only a hint which one it is.
/// </summary>
internal static class SigstoreBundle
{
    private const string MediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";

    public static bool IsOne(JsonObject json) => json.ContainsKey("mediaType") || json.ContainsKey("dsseEnvelope");

    /// <summary>
    /// As the <c>model_signing</c> tool writes it: the hint is the digest of the key's PEM text, which it compares.
    /// </summary>
    public static byte[] Write(DsseEnvelope envelope, VerificationKey key)
    {
        var bundle = new JsonObject
        {
            ["mediaType"] = MediaType,
            ["verificationMaterial"] = new JsonObject
            {
                ["publicKey"] = new JsonObject { ["hint"] = key.PemDigest },
                ["tlogEntries"] = new JsonArray(),
            },
            ["dsseEnvelope"] = envelope.ToJson(),
        };
        return [.. CanonicalJson.SerializeToUtf8(bundle), (byte)'\n'];
    }

    /// <exception cref="InputException">It is another bundle, or has no envelope.</exception>
    public static SignedStatement Parse(JsonObject json, string name)
    {
        if (StrictJson.Text(json, "mediaType") is not MediaType and var type)
            throw new InputException(name, null, $"is a bundle of the type '{type}'; allowed is '{MediaType}'");
        if (json["dsseEnvelope"] is not JsonObject envelope)
            throw new InputException(name, null, "is a bundle without a DSSE envelope; allowed is one with it");
        return new SignedStatement
        {
            Name = name,
            Envelope = DsseEnvelope.Parse(envelope, name),
            KeyHint = HintOf(json),
        };
    }

    // A bundle that was signed with a certificate has none, and no key of ours fits it.
    private static string HintOf(JsonObject json) =>
        json["verificationMaterial"] is JsonObject material
        && material["publicKey"] is JsonObject key && key["hint"] is JsonValue hint
            ? (string?)hint ?? ""
            : "";
}
