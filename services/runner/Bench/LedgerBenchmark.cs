using WeakToStrong.Experiments.Proofs;
using static System.FormattableString;

namespace WeakToStrong.Runner.Bench;

/// <summary>
/// What ledger and manifest cost: the student's pretraining of the quickstart with and without a ledger, update
/// by update in turn, and the parts of an entry by themselves.
/// </summary>
internal sealed class LedgerBenchmark : IDisposable
{
    public const string Name = "ledger";

    private const double CostGoal = 0.02;
    private const int BytesGoal = 200;
    private const int RowsPerEntry = 16;
    private const int CallsPerRound = 200;
    private const int WarmUpRounds = 2;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-bench-ledger-");
    private readonly string _preset;
    private readonly int _updatesPerRound;
    private readonly BenchProgress _progress;
    private readonly BenchTraining _training;

    /// <param name="progress">Is told how far it is.</param>
    /// <param name="preset">What is trained; the quickstart's student unless given.</param>
    /// <param name="updatesPerRound">How many updates are measured at once.</param>
    public LedgerBenchmark(BenchProgress progress, string preset = "micro", int updatesPerRound = 16)
    {
        (_progress, _preset, _updatesPerRound) = (progress, preset, updatesPerRound);
        _training = new BenchTraining(_folder.FullName, preset);
    }

    public LedgerReport Run(int threads)
    {
        var machine = BenchMachine.Current();
        var library = LibTorch.Load();
        var path = Path.Combine(_folder.FullName, "ledger");
        var (rounds, check) = Train(path);
        var (checksum, entry) = (MeasureChecksum(), MeasureEntry());
        return new LedgerReport
        {
            Machine = machine,
            Threads = threads,
            Libtorch = library.Version,
            Blas = library.Blas,
            Rounds = Rounds.Count,
            Work = Invariant($"{_preset}, pretraining, {BenchTraining.BatchSize} documents a batch, ")
                + Invariant($"{_updatesPerRound} updates a round"),
            Cost = MedianInterval.Of(rounds.Select(round => round.Cost)),
            CpuCost = MedianInterval.Of(rounds.Select(round => round.CpuCost)),
            PartsCost = (checksum.Median * _training.MillionParameters + entry.Median)
                / (1000 * MedianInterval.Of(rounds.Select(round => round.SecondsWithout)).Median / _updatesPerRound),
            CostGoal = CostGoal,
            BytesPerUpdate = BytesPerUpdate(path),
            BytesPerUpdateGoal = BytesGoal,
            ChecksumPerMillion = checksum,
            Entry = entry,
            Manifest = Milliseconds(1, () => _training.Manifest()),
            ManifestBytes = _training.Manifest().Length,
            Check = check,
        };
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private (IReadOnlyList<LedgerRound> Rounds, string Check) Train(string path)
    {
        using var ledger = new LedgerWriter(path, _training.StepKey, _ => { });
        using var with = _training.Start("with", ledger);
        using var without = _training.Start("without", ledger: null);
        var rounds = new List<LedgerRound>();
        _progress.WarmUp(Name);
        for (var round = 0; round < WarmUpRounds; round++)
            Alternate(with, without);
        var start = TimeProvider.System.GetTimestamp();
        while (rounds.Count < Rounds.Count)
        {
            rounds.Add(Alternate(with, without));
            _progress.Round(Name, rounds.Count, Rounds.Count, TimeProvider.System.GetElapsedTime(start));
        }
        return (rounds, with.LastLoss.Equals(without.LastLoss)
            ? Invariant($"both have the same loss at update {with.UpdateCount}, to the bit")
            : throw new InvalidOperationException("the training is another with a ledger than without one"));
    }

    /// <summary>
    /// The same update by both in turn, now one first and now the other: what else the machine does meets both alike.
    /// </summary>
    private LedgerRound Alternate(SteppedTraining with, SteppedTraining without)
    {
        var round = new LedgerRound();
        for (var update = 0; update < _updatesPerRound; update++)
        {
            if (update % 2 == 0)
                round.With(with.Advance(1));
            round.Without(without.Advance(1));
            if (update % 2 == 1)
                round.With(with.Advance(1));
        }
        return round;
    }

    private static double BytesPerUpdate(string path)
    {
        using var ledger = LedgerReader.Open(path)!;
        return (double)new FileInfo(path).Length / ledger.Count;
    }

    private MedianInterval MeasureChecksum()
    {
        using var model = _training.CreateModel();
        return Milliseconds(CallsPerRound, model.Parameters.Checksum, _training.MillionParameters);
    }

    /// <summary>Makes and appends entries such as training's, of weights whose checksum is known.</summary>
    private MedianInterval MeasureEntry()
    {
        using var ledger = new LedgerWriter(Path.Combine(_folder.FullName, "entries"), _training.StepKey, _ => { });
        string[] rows =
        [
            .. Enumerable.Range(0, RowsPerEntry).Select(row => Invariant($"row {row}")),
        ];
        var update = 0;
        return Milliseconds(CallsPerRound, () => ledger.Append(Entry(++update, rows), rows));
    }

    private static LedgerEntry Entry(int update, string[] rows) => new()
    {
        Stage = "pretrain",
        Update = update,
        Epoch = 0,
        Position = update,
        Loss = 1.0 / update,
        GradientNorm = 1,
        LearningRate = EngineTrainer.LearningRate,
        TokenCount = update,
        Rows = ShortDigest.Of(rows),
        Draws = ShortDigest.Of(Invariant($"1/pretrain/0/{update}")),
        Weights = (ulong)update,
    };

    /// <summary>Milliseconds of a call, over as many rounds as everything else.</summary>
    private static MedianInterval Milliseconds<T>(int calls, Func<T> call, double units = 1)
    {
        var rounds = Enumerable.Range(0, Rounds.Count + 1).Select(_ => Measurement.Of(() =>
        {
            for (var index = 0; index < calls; index++)
                call();
            return calls;
        }));
        // The first round fills caches.
        return MedianInterval.Of(rounds.Skip(1).Select(round => 1000 * round.Seconds / calls / units));
    }
}
