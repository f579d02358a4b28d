using WeakToStrong.Experiments;
using WeakToStrong.Runner.Bench;

namespace WeakToStrong.Runner.Tests.Bench;

public sealed class BenchmarksTests
{
    [Fact]
    public void Find_AnUnknownName_SaysWhichThereAre()
    {
        var error = Assert.Throws<InputException>(() => Benchmarks.Find("speed"));

        Assert.Contains("'speed'; known: train, generate, correct, ledger", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CpuName_OfACpuinfoFile_IsThatOfTheFirstProcessor()
    {
        string[] lines = ["processor\t: 0", "model name\t: AMD EPYC 7B13", "processor\t: 1", "model name\t: other"];

        Assert.Equal("AMD EPYC 7B13", BenchMachine.CpuName(lines));
        Assert.Equal("unknown CPU", BenchMachine.CpuName([]));
    }
}
