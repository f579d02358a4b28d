using Aspire.Hosting.ApplicationModel;
using WeakToStrong.Hosting.Restarts;
using WeakToStrong.Hosting.Tests.Support;

namespace WeakToStrong.Hosting.Tests.Restarts;

public sealed class ReplicaTests
{
    private readonly Replica _replica = new(new ManualClock());

    [Theory]
    [InlineData("Finished", -1)]
    [InlineData("Finished", 3)]
    [InlineData("Exited", 1)]
    [InlineData("Finished", null)]
    [InlineData("FailedToStart", null)]
    public void End_ThatIsACrash_IsFollowedByAStart(string state, int? exitCode)
    {
        _replica.Observe(Snapshots.Running());

        Assert.Equal(new Restart(TimeSpan.FromSeconds(1), 1), _replica.Observe(Snapshots.Of(state, exitCode)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void End_AfterAStopOnPurpose_IsNotFollowedByAStart(int exitCode)
    {
        _replica.Observe(Snapshots.Running());
        _replica.Observe(Snapshots.Of(KnownResourceStates.Stopping));

        Assert.Null(_replica.Observe(Snapshots.Of(KnownResourceStates.Finished, exitCode)));
    }

    [Fact]
    public void End_WithExitCodeZero_IsNotFollowedByAStart()
    {
        _replica.Observe(Snapshots.Running());

        Assert.Null(_replica.Observe(Snapshots.Of(KnownResourceStates.Finished, 0)));
    }

    [Fact]
    public void Crash_ToldTwice_IsOneCrash()
    {
        _replica.Observe(Snapshots.Running());
        _replica.Observe(Snapshots.Of(KnownResourceStates.Finished, -1));

        Assert.Null(_replica.Observe(Snapshots.Of(KnownResourceStates.Finished, -1)));
    }

    [Fact]
    public void Crash_AfterSomeoneStoppedAndStartedIt_IsFollowedByAStart()
    {
        _replica.Observe(Snapshots.Of(KnownResourceStates.Stopping));
        _replica.Observe(Snapshots.Of(KnownResourceStates.Finished, 0));
        _replica.Observe(Snapshots.Running());

        Assert.NotNull(_replica.Observe(Snapshots.Of(KnownResourceStates.Finished, -1)));
    }

    [Fact]
    public void Crashes_Always_AreCounted()
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            _replica.Observe(Snapshots.Running());
            _replica.Observe(Snapshots.Of(KnownResourceStates.Finished, -1));
        }
        _replica.Observe(Snapshots.Running());

        Assert.Equal(3, _replica.Observe(Snapshots.Of(KnownResourceStates.Finished, -1))?.Count);
    }
}
