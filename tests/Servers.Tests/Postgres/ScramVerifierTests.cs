using System.Security.Cryptography;
using System.Text;
using WeakToStrong.Servers.Postgres;

namespace WeakToStrong.Servers.Tests.Postgres;

public sealed class ScramVerifierTests
{
    /// <summary>RFC 7677, section 3: the example exchange of user "user" with password "pencil".</summary>
    [Fact]
    public void Of_ExampleOfTheRfc_ChecksTheProofAndSignsAsTheServerDoes()
    {
        const string conversation = "n=user,r=rOprNGfwEbeRWgbNEkqO," +
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096," +
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        var verifier = ScramVerifier.Of("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="));

        var (storedKey, serverKey) = Keys(verifier);

        Assert.StartsWith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$", verifier, StringComparison.Ordinal);
        Assert.Equal("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Signature(serverKey, conversation));
        var proof = Convert.FromBase64String("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        var signature = Convert.FromBase64String(Signature(storedKey, conversation));
        var clientKey = proof.Zip(signature, (left, right) => (byte)(left ^ right)).ToArray();
        Assert.Equal(storedKey, SHA256.HashData(clientKey));
    }

    [Fact]
    public void Of_SamePasswordTwice_IsSaltedDifferently() =>
        Assert.NotEqual(ScramVerifier.Of("pencil"), ScramVerifier.Of("pencil"));

    private static (byte[] Stored, byte[] Server) Keys(string verifier)
    {
        var keys = verifier.Split('$')[2].Split(':');
        return (Convert.FromBase64String(keys[0]), Convert.FromBase64String(keys[1]));
    }

    private static string Signature(byte[] key, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)));
}
