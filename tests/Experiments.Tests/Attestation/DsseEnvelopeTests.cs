using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using WeakToStrong.Experiments.Attestation;

namespace WeakToStrong.Experiments.Tests.Attestation;

/// <summary>The expected values are those of the specification: protocol.md and testvectors/vectors.json.</summary>
public sealed class DsseEnvelopeTests : IDisposable
{
    private const string ExampleType = "http://example.com/HelloWorld";

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(ExampleType, "hello world", "DSSEv1 29 http://example.com/HelloWorld 11 hello world")]
    [InlineData("application/vnd.in-toto+json", "", "DSSEv1 28 application/vnd.in-toto+json 0 ")]
    [InlineData("application/vnd.exämple+json", "{}", "DSSEv1 29 application/vnd.exämple+json 2 {}")]
    [InlineData("", "{}", "DSSEv1 0  2 {}")]
    public void PreAuthentication_OfTheSpecificationsVectors_IsTheirs(string type, string body, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(
            DsseEnvelope.PreAuthentication(type, Encoding.UTF8.GetBytes(body))));

    [Fact]
    public void IsSignedBy_OfTheSpecificationsExample_HoldsForItsKeyAlone()
    {
        var envelope = Parse($$"""
            {"payload": "aGVsbG8gd29ybGQ=", "payloadType": "{{ExampleType}}", "signatures": [{"sig":
            "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="}]}
            """);
        using var other = SigningKey.OpenOrCreate(Path.Combine(_folder.Path, "key.pem"));

        Assert.True(envelope.IsSignedBy(ExampleKey()));
        Assert.False(envelope.IsSignedBy(other.Public));
        Assert.False((envelope with { PayloadType = "http://example.com/Another" }).IsSignedBy(ExampleKey()));
    }

    [Fact]
    public void Parse_OfTheOtherAlphabetOfBase64_ReadsTheSameBytes() =>
        Assert.Equal(
            Convert.FromHexString("fbffbf3e3f"),
            Parse("""{"payload": "-_-_Pj8=", "payloadType": "t", "signatures": [{"sig": "AA"}]}""").Payload.ToArray());

    [Fact]
    public void Sign_Always_IsASignatureThatOpenSslVerifies()
    {
        using var key = SigningKey.OpenOrCreate(Path.Combine(_folder.Path, "key.pem"));
        var envelope = DsseEnvelope.Sign(key, "application/vnd.in-toto+json", "{\"a\":1}"u8.ToArray());
        var signature = _folder.File("signature", envelope.Signatures[0].Bytes.ToArray());
        var signed = _folder.File("signed", "DSSEv1 28 application/vnd.in-toto+json 7 {\"a\":1}");
        var changed = _folder.File("changed", "DSSEv1 28 application/vnd.in-toto+json 7 {\"a\":2}");
        var publicKey = Path.Combine(_folder.Path, "key.pub");

        Assert.True(OpenSsl.Verifies(publicKey, signature, signed));
        Assert.False(OpenSsl.Verifies(publicKey, signature, changed));
    }

    [Theory]
    [InlineData("""{"payload": "e30=", "payloadType": "t"}""", "'signatures'")]
    [InlineData("""{"payload": "e30=", "payloadType": "t", "signatures": []}""", "'signatures'")]
    [InlineData("""{"payloadType": "t", "signatures": [{"sig": "AA=="}]}""", "'payload'")]
    [InlineData("""{"payload": "e30=", "signatures": [{"sig": "AA=="}]}""", "'payloadType'")]
    [InlineData("""{"payload": "?", "payloadType": "t", "signatures": [{"sig": "AA=="}]}""", "base64")]
    [InlineData("""{"payload": "e30=", "payloadType": "t", "signatures": [{}]}""", "'sig'")]
    [InlineData("""{"payload": "e30=", "payload": "e30=", "payloadType": "t", "signatures": [{"sig": "AA"}]}""", "")]
    [InlineData("[]", "")]
    [InlineData("name: small", "")]
    public void Parse_OfSomethingElse_SaysThatItIsNoEnvelope(string json, string why)
    {
        var problem = Assert.Throws<InputException>(() => Parse(json));

        Assert.Contains("is no signed statement", problem.Message, StringComparison.Ordinal);
        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static DsseEnvelope Parse(string json) =>
        SignedStatement.Parse(Encoding.UTF8.GetBytes(json), "example").Envelope;

    private VerificationKey ExampleKey()
    {
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Coordinate("46950820868899156662930047687818585632848591499744589407958293238635476079160"),
                Y = Coordinate("5640078356564379163099075877009565129882514886557779369047442380624545832820"),
            },
        });
        return VerificationKey.Read(_folder.File("example.pub", key.ExportSubjectPublicKeyInfoPem()));
    }

    private static byte[] Coordinate(string number)
    {
        var bytes = BigInteger.Parse(number).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}
