using WeakToStrong.Hosting.Tests.Support;

namespace WeakToStrong.Hosting.Tests;

public sealed class StoreLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Store_ThatAHostHas_IsRefusedToAnother()
    {
        using var first = StoreLock.Take(Options);

        Assert.Throws<HostRunningException>(() => StoreLock.Take(Options));
    }

    [Fact]
    public void Store_ThatAHostGaveBack_IsFree()
    {
        StoreLock.Take(Options).Dispose();

        using var second = StoreLock.Take(Options);
    }

    [Fact]
    public void Store_ThatIsAFile_IsAWrongOption()
    {
        File.WriteAllText(_folder.In("store"), "");

        Assert.Throws<WrongOptionException>(() => StoreLock.Take(Options));
    }

    private AppHostOptions Options => new() { Store = _folder.In("store"), Port = 1 };
}
