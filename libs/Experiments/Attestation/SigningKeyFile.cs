using System.Security.Cryptography;
using System.Text;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Attestation;

/// <summary>Where the signing key lies, and how it comes there: whole, once, and for its owner alone.</summary>
public static class SigningKeyFile
{
    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "W2S_SIGNING_KEY";

    private const string FolderName = "weaktostrong";
    private const string FileName = "signing-key.pem";
    private const string PublicExtension = ".pub";
    private const int NameBytes = 8;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Exposed =
        UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary><c>$W2S_SIGNING_KEY</c>, else a file of the user's own configuration.</summary>
    public static string Default()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
            return Path.GetFullPath(given);
        var configuration = Environment.GetFolderPath(
            Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return configuration.Length > 0
            ? Path.Combine(configuration, FolderName, FileName)
            : throw new InputException(Variable, null, "is not set and there is no home folder; name a file in it");
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
        MakeFolder(Path.GetDirectoryName(path)!);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var unfinished = $"{path}.{RandomNumberGenerator.GetHexString(NameBytes, lowercase: true)}.unfinished";
        Write(unfinished, key.ExportPkcs8PrivateKeyPem() + "\n");
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

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(text));
        file.Flush(flushToDisk: true);
    }
}
