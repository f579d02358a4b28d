using Aspire.Hosting.ApplicationModel;
using WeakToStrong.Hosting.Resources;
using WeakToStrong.Hosting.Restarts;
using WeakToStrong.Hosting.Tests.Support;

namespace WeakToStrong.Hosting.Tests.Resources;

public sealed class RowReaderTests
{
    private readonly RowReader _reader = new(new ExecutableResource("trainer", "trainer", "."), "trainer-abcdefgh");

    [Theory]
    [InlineData(null, null, ResourceState.Starting)]
    [InlineData("Starting", null, ResourceState.Starting)]
    [InlineData("Waiting", null, ResourceState.Waiting)]
    [InlineData("Running", null, ResourceState.Running)]
    [InlineData("Stopping", null, ResourceState.Stopping)]
    [InlineData("Finished", 0, ResourceState.Finished)]
    [InlineData("Finished", -1, ResourceState.Exited)]
    [InlineData("Exited", 3, ResourceState.Exited)]
    [InlineData("FailedToStart", null, ResourceState.Failed)]
    public void State_OfEachSnapshot_HasAWord(string? state, int? exitCode, ResourceState expected) =>
        Assert.Equal(expected, _reader.Read(Snapshots.Of(state, exitCode)).State);

    [Fact]
    public void State_BeforeTheFirstAnswer_IsStarting()
    {
        var row = _reader.Read(Snapshots.Unhealthy());

        Assert.Equal((ResourceState.Starting, false), (row.State, row.Healthy));
    }

    [Fact]
    public void State_WithoutAnswerAfterOne_IsUnhealthy()
    {
        _reader.Read(Snapshots.Running());

        Assert.Equal(ResourceState.Unhealthy, _reader.Read(Snapshots.Unhealthy()).State);
    }

    [Fact]
    public void State_OfANewProcessWithoutAnswer_IsStarting()
    {
        _reader.Read(Snapshots.Running());
        var again = Snapshots.Unhealthy();

        Assert.Equal(
            ResourceState.Starting,
            _reader.Read(again with { StartTimeStamp = again.StartTimeStamp!.Value.AddSeconds(9) }).State);
    }

    [Fact]
    public void Row_OfARunningProcess_HasWhatTheTableShows()
    {
        var row = _reader.Read(Snapshots.Running() with
        {
            Properties =
            [
                new ResourcePropertySnapshot("executable.pid", 42),
                new ResourcePropertySnapshot(RestartService.CountProperty, 2),
            ],
            Urls = [new UrlSnapshot("http", "http://localhost:5050", false)],
        });

        Assert.Equal(("trainer", "trainer-abcdefgh", 42, 2), (row.Name, row.Id, row.Pid, row.Restarts));
        Assert.Equal(["http://localhost:5050"], row.Endpoints);
    }

    [Fact]
    public void Endpoints_WithSecretsInThem_AreShownWithout()
    {
        var row = _reader.Read(Snapshots.Running() with
        {
            Urls =
            [
                new UrlSnapshot("login", "http://localhost:1/login?t=secret", false),
                new UrlSnapshot("bus", "amqp://user:secret@localhost:2/", false),
                new UrlSnapshot("inner", "http://localhost:3", true),
            ],
        });

        Assert.Equal(["http://localhost:1", "amqp://localhost:2"], row.Endpoints);
    }
}
