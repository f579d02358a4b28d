using System.Security.Cryptography;
using System.Text;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Attestation;

/// <summary>Where the signing key lies, and how it comes there: whole, once, and for its owner alone.</summary>
public static class SigningKeyFile
{
    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "W2S_SIGNING_KEY";

    private const string FileName = "signing-key.pem";
    private const string PublicExtension = ".pub";
    private const int NameBytes = 8;

    private const UnixFileMode Exposed =
        UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary><c>$W2S_SIGNING_KEY</c>, else a file of the user's own configuration.</summary>
    public static string Default()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
            return Path.GetFullPath(given);
        return PrivateFile.PathOf(FileName)
            ?? throw new InputException(Variable, null, "is not set and there is no home folder; name a file in it");
    }

    /// <summary>The public key beside the private one, to be given to whoever checks.</summary>
    public static string PublicPath(string path) =>
        Path.GetExtension(path) == PublicExtension
            ? throw new InputException(path, null, "is named as a public key; allowed is the private key that signs")
            : Path.ChangeExtension(path, PublicExtension);

    /// <summary>Makes the key unless it is there. Of several processes that make it at once, one wins.</summary>
    internal static void Ensure(string path)
    {
        if (File.Exists(path))
            return;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var unfinished = $"{path}.{RandomNumberGenerator.GetHexString(NameBytes, lowercase: true)}.unfinished";
        PrivateFile.Write(unfinished, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        try
        {
            File.Move(unfinished, path, overwrite: false);
            Durable.FlushFolder(Path.GetDirectoryName(path)!);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first, and its key is the one.
            File.Delete(unfinished);
        }
    }

    /// <exception cref="InputException">Others may read the key, or write it.</exception>
    internal static void CheckPrivate(string path)
    {
        // A group may read it: that is how a cluster hands secrets to a service.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Exposed) != 0)
            throw new InputException(path, null, "is a private key that others may read; 'chmod 600' makes it yours");
    }

    internal static void EnsurePublic(string path, VerificationKey key)
    {
        var publicPath = PublicPath(path);
        if (File.Exists(publicPath) && File.ReadAllText(publicPath) == key.Pem)
            return;
        try
        {
            Durable.WriteFile(publicPath, Encoding.ASCII.GetBytes(key.Pem));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A secret that was mounted lies in a folder where nothing can be put; its owner has the public half.
        }
    }
}
