namespace WeakToStrong.AppHost.Tests.Support;

/// <summary>
/// A home and a store of their own for a host. Everything that it starts has the folder's name in its environment or
/// on its command line, so that nothing of it can hide.
/// </summary>
public sealed class HostFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("w2s-apphost-").FullName;

    public string Store => In("store");

    public string Home => Directory.CreateDirectory(In("home")).FullName;

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
