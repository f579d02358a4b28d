namespace WeakToStrong.Servers.Tests.Support;

/// <summary>A folder of its own for one test, removed afterwards. Only its owner may pass through it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("w2s-servers-").FullName;

    public string Server => System.IO.Path.Combine(Path, "servers", "one");

    public void OpenToEveryUser() =>
        File.SetUnixFileMode(
            Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
                | UnixFileMode.OtherWrite);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
