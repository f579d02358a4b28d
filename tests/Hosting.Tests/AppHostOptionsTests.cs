using System.Net;
using System.Net.Sockets;
using WeakToStrong.Hosting.Tests.Support;

namespace WeakToStrong.Hosting.Tests;

[Collection(UsualPort.Name)]
public sealed class AppHostOptionsTests
{
    [Fact]
    public void Options_WithoutArguments_AreTheDefaults()
    {
        var options = AppHostOptions.Read(["--Store", "s"]);

        Assert.Equal((1, 1, 1, false, true), (
            options.Labelers, options.Trainers, options.Trackers, options.Json, options.Dashboard));
        Assert.True(options.IsLoopback);
        Assert.Equal(Path.GetFullPath("s/host/resources.json"), options.StateFile);
    }

    [Fact]
    public void Options_WithArguments_AreWhatTheySay()
    {
        using var folder = new TemporaryFolder();

        var options = AppHostOptions.Read(
        [
            "--Store", folder.Path, "--Labelers", "2", "--Trainers", "3", "--Trackers", "4", "--Json", "true",
            "--Dashboard", "false", "--DataRoots:0", folder.Path, "--AuditLevel", "resume", "--AuditHour", "0",
        ]);

        Assert.Equal((2, 3, 4, true, false), (
            options.Labelers, options.Trainers, options.Trackers, options.Json, options.Dashboard));
        Assert.Equal([folder.Path], options.DataRoots);
        Assert.Equal(("resume", 0), (options.AuditLevel, options.AuditHour));
    }

    [Theory]
    [InlineData("0.0.0.0", false)]
    [InlineData("*", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", true)]
    public void Bind_ToAnAddress_TellsWhetherOthersReachIt(string bind, bool isLoopback) =>
        Assert.Equal(isLoopback, AppHostOptions.Read(["--Store", "s", "--Bind", bind]).IsLoopback);

    [Fact]
    public void Bind_OfSeveralTrackersToOtherMachines_IsRefused() =>
        Assert.Throws<WrongOptionException>(() => AppHostOptions.Read(["--Bind", "*", "--Trackers", "2"]));

    [Theory]
    [InlineData("Port", "0")]
    [InlineData("Port", "65536")]
    [InlineData("Port", "many")]
    [InlineData("Trainers", "0")]
    [InlineData("Trainers", "65")]
    [InlineData("Labelers", "-1")]
    [InlineData("Trackers", "1.5")]
    [InlineData("AuditLevel", "deep")]
    [InlineData("AuditHour", "24")]
    [InlineData("Json", "perhaps")]
    [InlineData("Bind", "example.org")]
    [InlineData("Bind", "192.0.2.1")]
    [InlineData("DataRoots:0", "/does/not/exist")]
    public void Option_ThatCannotWork_IsNamedWithItsValue(string name, string value)
    {
        var failure = Assert.Throws<WrongOptionException>(() => AppHostOptions.Read([$"--{name}", value]));

        Assert.Contains(value, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Port_ThatIsTaken_IsRefused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(provider: null);

        var failure = Assert.Throws<WrongOptionException>(() => AppHostOptions.Read(["--Port", port]));

        Assert.Contains($"--port is {port}, which is taken", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "http://127.0.0.1:7000")]
    [InlineData("0.0.0.0", "http://127.0.0.1:7000")]
    [InlineData("::", "http://[::1]:7000")]
    [InlineData("192.0.2.1", "http://192.0.2.1:7000")]
    public void Url_OfEachAddress_IsOneThatThisMachineReaches(string bind, string expected) =>
        Assert.Equal(expected, new AppHostOptions { Store = "/s", Bind = IPAddress.Parse(bind), Port = 7000 }.Url);
}
