using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Tests.Attestation;

public sealed class ModelSignatureTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SigningKey _key;
    private readonly string _model;

    public ModelSignatureTests()
    {
        _key = SigningKey.OpenOrCreate(Path.Combine(_folder.Path, "keys", "key.pem"));
        _folder.File("model/a/inner.json", "1");
        _folder.File("model/a-b/inner.json", "2");
        _folder.File("model/config.json", "{}");
        _model = Path.Combine(_folder.Path, "model");
    }

    [Fact]
    public void Sign_Always_HasTheFormThatTheToolOfOpenSsfReads()
    {
        var bundle = JsonNode.Parse(Signature())!;

        Assert.Equal("application/vnd.dev.sigstore.bundle.v0.3+json", (string?)bundle["mediaType"]);
        Assert.Equal(
            Digests.OfText(File.ReadAllText(Path.Combine(_folder.Path, "keys", "key.pub"))),
            (string?)bundle["verificationMaterial"]!["publicKey"]!["hint"]);
        Assert.Empty(bundle["verificationMaterial"]!["tlogEntries"]!.AsArray());
        var payload = JsonNode.Parse(Convert.FromBase64String((string)bundle["dsseEnvelope"]!["payload"]!))!;
        Assert.Equal("https://model_signing/signature/v1.0", (string?)payload["predicateType"]);
        var files = payload["predicate"]!["resources"]!.AsArray();
        Assert.Equal(
            ["a/inner.json", "a-b/inner.json", "config.json"], files.Select(file => (string?)file!["name"]));
        Assert.Equal(RootOf("1", "2", "{}"), (string?)payload["subject"]![0]!["digest"]!["sha256"]);
        Assert.Equal(Digests.OfFolder(_model), (string?)payload["subject"]![0]!["digest"]!["folderSha256"]);
    }

    [Fact]
    public void Sign_Always_IsASignatureThatOpenSslVerifies()
    {
        var envelope = SignedStatement.Parse(Signature(), "model.sig").Envelope;
        var signature = _folder.File("signature", envelope.Signatures[0].Bytes.ToArray());
        var head = $"DSSEv1 28 application/vnd.in-toto+json {envelope.Payload.Length} ";
        var signed = _folder.File("signed", [.. head.Select(letter => (byte)letter), .. envelope.Payload.Span]);

        Assert.True(OpenSsl.Verifies(Path.Combine(_folder.Path, "keys", "key.pub"), signature, signed));
    }

    [Fact]
    public void Check_OfTheSignedFolder_FindsNothing() => Check(Signature());

    [Fact]
    public void Check_OfAChangedFolder_NamesEveryFile()
    {
        var signature = Signature();
        File.WriteAllText(Path.Combine(_model, "config.json"), "[]");
        File.Delete(Path.Combine(_model, "a", "inner.json"));
        File.WriteAllText(Path.Combine(_model, "new.bin"), "");

        var fault = Assert.Throws<AttestationException>(() => Check(signature)).Message;

        Assert.Contains("a/inner.json is missing", fault, StringComparison.Ordinal);
        Assert.Contains("config.json was changed", fault, StringComparison.Ordinal);
        Assert.Contains("new.bin was added", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOf_AStatementWhoseDigestIsNotThatOfItsFiles_IsRefused()
    {
        var statement = SignedStatement.Parse(Signature(), "model.sig").Verify(_key.Public);
        statement.Predicate["resources"]![0]!["digest"] = Digests.OfText("another");

        Assert.Contains(
            "contradicts itself",
            Assert.Throws<AttestationException>(() => ModelSignature.FilesOf(statement, "model.sig")).Message,
            StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    private byte[] Signature() => ModelSignature.Sign(_key, "seed 1 / sft / model", Digests.FilesOf(_model));

    private void Check(byte[] signature) => ModelSignature.Check(
        SignedStatement.Parse(signature, "model.sig").Verify(_key.Public), _model, "model.sig");

    private static string RootOf(params string[] contents) => Convert.ToHexStringLower(SHA256.HashData(
        [.. contents.SelectMany(content => Convert.FromHexString(Digests.OfText(content)))]));
}
