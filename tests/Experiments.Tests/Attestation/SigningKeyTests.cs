using WeakToStrong.Experiments.Attestation;

namespace WeakToStrong.Experiments.Tests.Attestation;

public sealed class SigningKeyTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();

    private string KeyPath => Path.Combine(_folder.Path, "config", "signing-key.pem");

    [Fact]
    public void OpenOrCreate_OnFirstUse_MakesAKeyForItsOwnerAlone()
    {
        using var key = SigningKey.OpenOrCreate(KeyPath);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(KeyPath));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(KeyPath)!));
        Assert.Equal(key.Public.Pem, File.ReadAllText(Path.ChangeExtension(KeyPath, ".pub")));
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(KeyPath)!).Length);
    }

    [Fact]
    public void OpenOrCreate_Again_IsTheSameKey()
    {
        using var first = SigningKey.OpenOrCreate(KeyPath);
        using var second = SigningKey.OpenOrCreate(KeyPath);

        Assert.Equal(first.Public.Id, second.Public.Id);
    }

    [Fact]
    public void OpenOrCreate_ByManyAtOnce_MakesOneKey()
    {
        var ids = new string[16];
        Parallel.For(0, ids.Length, new ParallelOptions { MaxDegreeOfParallelism = ids.Length }, i =>
        {
            using var key = SigningKey.OpenOrCreate(KeyPath);
            ids[i] = key.Public.Id;
        });

        Assert.Single(ids.Distinct());
        Assert.DoesNotContain(
            Directory.GetFiles(Path.GetDirectoryName(KeyPath)!),
            file => file.EndsWith(".unfinished", StringComparison.Ordinal));
    }

    [Fact]
    public void Id_Always_IsTheDigestThatOpenSslComputesOfThePublicKey()
    {
        using var key = SigningKey.OpenOrCreate(KeyPath);
        var der = Path.Combine(_folder.Path, "key.der");
        OpenSsl.Run("pkey", "-in", KeyPath, "-pubout", "-outform", "DER", "-out", der);
        var pem = Path.Combine(_folder.Path, "key.pub");
        OpenSsl.Run("pkey", "-in", KeyPath, "-pubout", "-out", pem);

        Assert.Contains(key.Public.Id, OpenSsl.Run("dgst", "-sha256", der), StringComparison.Ordinal);
        Assert.Contains(key.Public.PemDigest, OpenSsl.Run("dgst", "-sha256", pem), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no key at all")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void OpenOrCreate_WhereSomethingElseLies_SaysWhatIsAllowed(string content)
    {
        Place(content);

        var problem = Assert.Throws<InputException>(() => SigningKey.OpenOrCreate(KeyPath));

        Assert.Contains("allowed is an ECDSA key on P-256", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenOrCreate_WhereAKeyOnAnotherCurveLies_RefusesIt()
    {
        var other = Path.Combine(_folder.Path, "other.pem");
        OpenSsl.Run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", other);
        Place(File.ReadAllText(other));

        Assert.Contains(
            "another curve",
            Assert.Throws<InputException>(() => SigningKey.OpenOrCreate(KeyPath)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void OpenOrCreate_WhereOthersMayReadTheKey_RefusesIt()
    {
        SigningKey.OpenOrCreate(KeyPath).Dispose();
        File.SetUnixFileMode(KeyPath, OwnerOnly | UnixFileMode.OtherRead);

        Assert.Contains(
            "chmod 600",
            Assert.Throws<InputException>(() => SigningKey.OpenOrCreate(KeyPath)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void OpenOrCreate_WhereAPublicKeyLies_RefusesIt()
    {
        string pem;
        using (var key = SigningKey.OpenOrCreate(KeyPath))
            pem = key.Public.Pem;
        Place(pem);

        Assert.Contains(
            "public key",
            Assert.Throws<InputException>(() => SigningKey.OpenOrCreate(KeyPath)).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Place(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        File.WriteAllText(KeyPath, content);
        File.SetUnixFileMode(KeyPath, OwnerOnly);
    }
}
