using WeakToStrong.Servers.Programs;
using WeakToStrong.Servers.Tests.Support;

namespace WeakToStrong.Servers.Tests.Programs;

public sealed class ProgramTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private ProgramPlaces Places => new() { Libraries = _folder.Path, SearchPath = Path.Combine(_folder.Path, "bin") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_OnThisMachine_FindsBothServers()
    {
        Assert.True(PostgresProgram.Find() is not null, "apt-get install postgresql");
        Assert.True(RabbitMqProgram.Find() is not null, "apt-get install rabbitmq-server");
    }

    [Fact]
    public void PostgresFolder_WithoutPostgres_SaysWhatToInstall()
    {
        var missing = Assert.Throws<MissingServerException>(() => PostgresProgram.FolderFor(_folder.Path, Places));

        Assert.EndsWith("apt-get install postgresql", missing.Message, StringComparison.Ordinal);
        Assert.Null(PostgresProgram.Find(Places));
    }

    [Fact]
    public void RabbitMq_WithoutRabbitMq_SaysWhatToInstall()
    {
        var server = Assert.Throws<MissingServerException>(() => RabbitMqProgram.Server(Places));
        var portMapper = Assert.Throws<MissingServerException>(() => RabbitMqProgram.PortMapper(Places));

        Assert.EndsWith("apt-get install rabbitmq-server", server.Message, StringComparison.Ordinal);
        Assert.EndsWith("apt-get install rabbitmq-server", portMapper.Message, StringComparison.Ordinal);
        Assert.Null(RabbitMqProgram.Find(Places));
    }

    [Fact]
    public void Postgres_OfSeveralVersions_IsTheNewestAndForDataTheirOwn()
    {
        foreach (var version in new[] { "9", "15", "17" })
            Put($"postgresql/{version}/bin", "postgres", "initdb");
        var data = Put("data", "PG_VERSION");
        File.WriteAllText(Path.Combine(data, "PG_VERSION"), "15\n");

        Assert.Equal(Path.Combine(_folder.Path, "postgresql/17/bin/postgres"), PostgresProgram.Find(Places));
        Assert.Equal(Path.Combine(_folder.Path, "postgresql/15/bin"), PostgresProgram.FolderFor(data, Places));
    }

    [Fact]
    public void Postgres_WithoutInitdbBesideIt_IsNotTaken()
    {
        Put("postgresql/17/bin", "postgres");
        var onPath = Put("bin", "postgres", "initdb");

        Assert.Equal(Path.Combine(onPath, "postgres"), PostgresProgram.Find(Places));
    }

    [Fact]
    public void RabbitMq_WithDebiansWrapperOnThePath_IsTheServerItself()
    {
        Put("bin", "rabbitmq-server");
        Put("rabbitmq/lib/rabbitmq_server-3.9.27/sbin", "rabbitmq-server");
        var newest = Put("rabbitmq/lib/rabbitmq_server-3.10.8/sbin", "rabbitmq-server");

        Assert.Equal(Path.Combine(newest, "rabbitmq-server"), RabbitMqProgram.Find(Places));
    }

    private string Put(string folder, params string[] files)
    {
        var path = Directory.CreateDirectory(Path.Combine(_folder.Path, folder)).FullName;
        foreach (var file in files)
            File.WriteAllText(Path.Combine(path, file), "");
        return path;
    }
}
