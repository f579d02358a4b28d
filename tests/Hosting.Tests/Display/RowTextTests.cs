using WeakToStrong.Hosting.Display;
using WeakToStrong.Hosting.Resources;

namespace WeakToStrong.Hosting.Tests.Display;

public sealed class RowTextTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, "killed")]
    [InlineData(3, "exited with 3")]
    public void State_OfACrash_SaysHow(int exitCode, string expected) =>
        Assert.Equal(expected, RowText.State(Row(ResourceState.Exited) with { ExitCode = exitCode }));

    [Theory]
    [InlineData(7, "0:07")]
    [InlineData(760, "12:40")]
    [InlineData(11_100, "3 h 05 min")]
    [InlineData(-5, "0:00")]
    public void Uptime_OfARunningProcess_IsShort(int seconds, string expected) =>
        Assert.Equal(expected, RowText.Uptime(Row(ResourceState.Running), Start.AddSeconds(seconds)));

    [Fact]
    public void Uptime_OfNoProcess_IsEmpty() =>
        Assert.Equal("", RowText.Uptime(Row(ResourceState.Exited) with { Pid = null }, Start.AddHours(1)));

    private static ResourceRow Row(ResourceState state) => new()
    {
        Name = "trainer", Id = "trainer-a", State = state, Endpoints = [], Pid = 1, StartedAt = Start,
    };
}
