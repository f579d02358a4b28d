namespace WeakToStrong.Runner.Bench;

/// <summary>Times of the same updates with and without a ledger.</summary>
internal sealed class LedgerRound
{
    private double _with;
    private double _withCpu;
    private double _without;
    private double _withoutCpu;

    /// <summary>What the ledger adds, as a share of the time by the clock.</summary>
    public double Cost => _with / _without - 1;

    /// <summary>The same of the time that the process was given.</summary>
    public double CpuCost => _withCpu / _withoutCpu - 1;

    /// <summary>Time by the clock, without a ledger.</summary>
    public double SecondsWithout => _without;

    public void With(Measurement update) => (_with, _withCpu) = (_with + update.Seconds, _withCpu + update.CpuSeconds);

    public void Without(Measurement update) =>
        (_without, _withoutCpu) = (_without + update.Seconds, _withoutCpu + update.CpuSeconds);
}
