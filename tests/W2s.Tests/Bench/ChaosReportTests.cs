using WeakToStrong.W2s.Bench.Chaos;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Tests.Bench;

public sealed class ChaosReportTests
{
    private static readonly ChaosReport Sound = new()
    {
        Seed = 1,
        Trainers = 2,
        Labelers = 1,
        Kills = [new KillRecord(VictimKind.Trainer, "trainer", 1.5)],
        HungMeanwhile = false,
        Runs = [new ChaosRun(1, true, "digest", "digest")],
        AttemptCount = 9,
        StepsRecordedTwice = 0,
        Divergences = 0,
        StartSeconds = 4,
        StopSeconds = 2,
        TotalSeconds = 60,
    };

    [Fact]
    public void IsSound_OfAReportWithAHang_IsFalse()
    {
        Assert.True(Sound.IsSound);
        Assert.All(
            [
                Sound with { HungMeanwhile = true },
                Sound with { Runs = [new ChaosRun(1, false, null, "digest")] },
                Sound with { AttemptCount = null, StepsRecordedTwice = null },
                Sound with { StopSeconds = null },
            ],
            report => Assert.False(report.IsSound));
    }

    [Fact]
    public void Write_OfAReportWithAHang_SaysWhatIsNotKnown()
    {
        using var writer = new StringWriter();

        ChaosView.Write(
            Terminal.Make(writer, isRedirected: true),
            Sound with { HungMeanwhile = true, AttemptCount = null, StepsRecordedTwice = null, StopSeconds = null });

        Assert.Contains("the tracker did not say what was attempted", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("did not stop", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("hung", writer.ToString(), StringComparison.Ordinal);
    }
}
