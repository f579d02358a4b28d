using WeakToStrong.Runner.Bench;

namespace WeakToStrong.Runner.Tests.Bench;

public sealed class PeerProcessTests
{
    [Fact]
    public void Ask_OfAPeerThatEnds_SaysSoEveryTime()
    {
        using var peer = PeerProcess.Start("peer.py", [], new Dictionary<string, string?>())!;

        Assert.NotNull(peer.Greeting.Torch);
        for (var time = 0; time < 3; time++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => peer.Ask(new { command = "nonsense" }));
            Assert.Contains("the PyTorch peer ended", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Start_OfAScriptThatCannotRun_GivesNone() =>
        Assert.Null(PeerProcess.Start("nowhere.py", [], new Dictionary<string, string?>()));
}
