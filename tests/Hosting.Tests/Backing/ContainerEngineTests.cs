using WeakToStrong.Hosting.Backing;

namespace WeakToStrong.Hosting.Tests.Backing;

public sealed class ContainerEngineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-engines-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void FirstThatAnswers_OfAClientWithoutServerAndOneWithServer_IsTheSecond()
    {
        var alone = Client("alone", "echo 'Cannot connect to the daemon' >&2; exit 1");
        var answering = Client("answering", "echo 27.5.1");

        Assert.Equal(answering, ContainerEngine.FirstThatAnswers([alone, answering]));
    }

    [Fact]
    public void FirstThatAnswers_WithoutAnyClient_IsNull() =>
        Assert.Null(ContainerEngine.FirstThatAnswers([Path.Combine(_folder.FullName, "absent")]));

    [Fact]
    public void FirstThatAnswers_OfAClientThatHangs_IsNull() =>
        Assert.Null(ContainerEngine.FirstThatAnswers([Client("hanging", "exec sleep 600")]));

    private string Client(string name, string script)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
