using System.Text;
using WeakToStrong.Experiments.Files;

namespace WeakToStrong.W2s.Embedded;

/// <summary>A server's token in a file that its owner alone may read, for as long as the server serves.</summary>
internal sealed class TokenFile : IDisposable
{
    private TokenFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>
    /// Takes the place of what an earlier server of this port left; null where there is no home folder.
    /// </summary>
    public static TokenFile? Write(string token, int port)
    {
        if (PrivateFile.PathOf($"token-{port}") is not { } path)
            return null;
        if (File.Exists(path))
            File.Delete(path);
        PrivateFile.Write(path, Encoding.ASCII.GetBytes(token));
        return new TokenFile(path);
    }

    public void Dispose() => File.Delete(Path);
}
