using WeakToStrong.Torch.Random;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;
using WeakToStrong.Transformer.Tests.Checkpoints;
using WeakToStrong.Transformer.Tests.Models;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Transformer.Tests.Training;

public sealed class TrainingLoopTests
{
    private static readonly ModelConfig Config = Golden.TinyConfig();

    private static readonly TokenSample[] Samples = Golden.MakeSamples(Config, 9, 4, 12, 7, 5, 16, 3, 10, 8, 6, 11);

    private static readonly TrainingOptions Options = new()
    {
        Epochs = 2,
        Schedule = new() { Shape = ScheduleShape.Cosine, Peak = 1e-2, WarmupFraction = 0.2, FinalFraction = 0.1 },
        Optimiser = new() { Beta2 = 0.98, WeightDecay = 0.01 }
    };

    /// <summary>Layout, checkpointing of activations, samples and tokens of a micro-batch: every combination.</summary>
    public static TheoryData<TokenLayout, bool, int?, int?> WaysToSaveMemory
    {
        get
        {
            var ways = new TheoryData<TokenLayout, bool, int?, int?>();
            foreach (var layout in (TokenLayout[])[TokenLayout.Packed, TokenLayout.Padded])
                foreach (var checkpoints in (bool[])[false, true])
                    foreach (var size in (int?[])[null, 2])
                        foreach (var tokens in (int?[])[null, 15])
                            ways.Add(layout, checkpoints, size, tokens);
            return ways;
        }
    }

    [Fact]
    public void Run_TwoEpochs_LowersTheLossAndReportsTrlsNames()
    {
        using var model = Model();
        var reports = new List<TrainingProgress>();
        var summary = Train(model, Options with { Epochs = 12 }, reports.Add);
        Assert.Equal(48, summary.Updates);
        Assert.Equal(Enumerable.Range(1, 48), reports.Select(report => report.Update));
        Assert.Equal(
            ["epoch", "grad_norm", "learning_rate", "loss", "mean_token_accuracy", "num_tokens"],
            reports[0].Metrics.Keys);
        Assert.True(summary.LastMetrics["loss"] < 0.7 * reports[0].Metrics["loss"]);
        Assert.Equal(12, summary.LastMetrics["epoch"]);
        Assert.Equal(12 * Samples.Sum(sample => sample.Length), summary.TokenCount);
    }

    [Theory]
    [InlineData(2)] // inside the first epoch
    [InlineData(4)] // between the two
    [InlineData(7)]
    [InlineData(3, ScalarType.BFloat16)]
    public void Run_StoppedAndResumed_EqualsUninterruptedBitForBit(
        int stopAfter, ScalarType type = ScalarType.Float32)
    {
        using var folder = new TemporaryFolder();
        using var whole = Model(type);
        var expected = Train(whole, Options);
        var options = Options with { Checkpoints = new() { Folder = folder.Path } };
        using (var first = Model(type))
            Assert.Throws<OperationCanceledException>(() => TrainUntil(first, options, stopAfter));
        using var second = LlamaModel.Create(Config, seed: 99, type);
        var actual = Train(second, options);
        Assert.Equal(whole.Parameters.Checksum(), second.Parameters.Checksum());
        Assert.Equal(expected.TrainLoss, actual.TrainLoss);
        Assert.Equal(expected.TokenCount, actual.TokenCount);
        Assert.Equal(expected.LastMetrics, actual.LastMetrics);
    }

    /// <summary>
    /// Crashes in the middle of an accumulation: the gradients of some micro-batches are there, the update is not.
    /// </summary>
    [Fact]
    public void Run_DiesBetweenMicroBatches_EqualsUninterruptedBitForBit()
    {
        using var whole = Model();
        var options = Options with { MicroBatchSize = 1 };
        var expected = Train(whole, options);
        for (var seed = 1UL; seed <= 20; seed++)
        {
            using var folder = new TemporaryFolder();
            var random = new SeededRandom(seed, "crashes");
            var saving = options with
            {
                Checkpoints = new() { Folder = folder.Path, EveryUpdates = 1 + random.NextInt(3) },
            };
            // There are 22 micro-batches in all.
            TrainAndDie(saving, microBatch: 1 + random.NextInt(10));
            TrainAndDie(saving, microBatch: 1 + random.NextInt(10));
            using var last = Model();
            var actual = Train(last, saving);

            Assert.True(whole.Parameters.Checksum() == last.Parameters.Checksum(), $"seed {seed}: other weights");
            Assert.Equal(expected.TrainLoss, actual.TrainLoss);
            Assert.Equal(expected.TokenCount, actual.TokenCount);
            Assert.Equal(expected.LastMetrics, actual.LastMetrics);
        }
    }

    [Fact]
    public void Run_CheckpointsByCountAndTime_DoNotChangeTheResult()
    {
        using var folder = new TemporaryFolder();
        using var plain = Model();
        using var saved = Model();
        Train(plain, Options);
        var policy = new CheckpointPolicy { Folder = folder.Path, EveryUpdates = 3, Every = TimeSpan.Zero };
        Train(saved, Options with { Checkpoints = policy });
        Assert.Equal(plain.Parameters.Checksum(), saved.Parameters.Checksum());
        Assert.Equal(
            ["checkpoint-000000006.json", "checkpoint-000000006.safetensors", "checkpoint-000000007.json",
                "checkpoint-000000007.safetensors"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Run_EveryElapsedTime_ChecksTheGivenClock()
    {
        using var folder = new TemporaryFolder();
        using var model = Model();
        var clock = new SteppingClock();
        var policy = new CheckpointPolicy { Folder = folder.Path, Every = TimeSpan.FromSeconds(30) };
        Train(model, Options with { Checkpoints = policy }, _ => clock.Seconds += 12, time: clock);
        // 12 s an update: due after the third and the sixth, of eight.
        Assert.Equal(
            ["checkpoint-000000003.json", "checkpoint-000000006.json"],
            Directory.GetFiles(folder.Path, "*.json").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_InMicroBatches_MakesTheSameUpdates(int microBatchSize)
    {
        using var scope = torch.NewDisposeScope();
        using var whole = Model(ScalarType.Float64);
        using var parts = Model(ScalarType.Float64);
        var expected = Train(whole, Options);
        var actual = Train(parts, Options with { MicroBatchSize = microBatchSize });
        Assert.True(Golden.Difference(parts.Parameters.Values, whole.Parameters.Values) < 1e-12);
        Assert.Equal(expected.TrainLoss, actual.TrainLoss, 1e-12);
    }

    /// <summary>How a batch lies in memory, and how much of it at once, is a matter of memory alone.</summary>
    [Theory]
    [MemberData(nameof(WaysToSaveMemory))]
    public void Run_PackedCheckpointedOrInParts_MakesTheSameUpdates(
        TokenLayout layout, bool checkpoints, int? size, int? tokens)
    {
        using var scope = torch.NewDisposeScope();
        using var plain = Model(ScalarType.Float64);
        using var saving = Model(ScalarType.Float64);
        saving.CheckpointsActivations = checkpoints;
        var expected = Train(plain, Options);
        var options = Options with
        {
            MicroBatchSize = size,
            MicroBatchTokens = tokens is { } most
                ? new TokenBudget(most, [.. Samples.Select(sample => sample.Length)])
                : null
        };
        var actual = Train(saving, options, layout: layout);
        Assert.True(Golden.Difference(saving.Parameters.Values, plain.Parameters.Values) < 1e-12);
        Assert.Equal(expected.TrainLoss, actual.TrainLoss, 1e-12);
        Assert.Equal(expected.TokenCount, actual.TokenCount);
    }

    [Fact]
    public void Run_LossKeepsAValue_SurvivesTheCheckpoint()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { Checkpoints = new() { Folder = folder.Path } };
        using (var model = Model())
            Assert.Throws<OperationCanceledException>(() => TrainUntil(model, options, 3));
        using var again = Model();
        Assert.Equal(8, Train(again, options).Values["seen"]);
    }

    [Fact]
    public void Run_GradientNotFinite_SaysSo()
    {
        using var model = Model();
        using (torch.no_grad())
            model.Parameters.Values.fill_(double.NaN);
        var problem = Assert.Throws<InvalidOperationException>(() => Train(model, Options));
        Assert.Contains("the gradient is not finite", problem.Message, StringComparison.Ordinal);
    }

    private static LlamaModel Model(ScalarType type = ScalarType.Float32) => LlamaModel.Create(Config, seed: 7, type);

    private static TrainingSummary Train(
        LlamaModel model, TrainingOptions options, Action<TrainingProgress>? progress = null,
        TimeProvider? time = null, TokenLayout layout = TokenLayout.Packed, CancellationToken stop = default)
    {
        var loop = new TrainingLoop(model.Parameters, options, time);
        return loop.Run(Plan, samples => Loss(loop, model, samples, layout), progress, stop: stop);
    }

    private static void TrainUntil(LlamaModel model, TrainingOptions options, int updates)
    {
        using var stop = new CancellationTokenSource();
        Train(model, options, progress =>
        {
            if (progress.Update == updates)
                stop.Cancel();
        }, stop: stop.Token);
    }

    private static void TrainAndDie(TrainingOptions options, int microBatch)
    {
        using var model = Model();
        var loop = new TrainingLoop(model.Parameters, options);
        var count = 0;
        Assert.Throws<CrashException>(() => loop.Run(Plan, samples =>
            ++count == microBatch ? throw new CrashException() : Loss(loop, model, samples)));
    }

    private static IReadOnlyList<int[]> Plan(int epoch) =>
        BatchPlan.Create([.. Samples.Select(sample => sample.Length)], 3, BatchOrder.LengthGrouped, seed: 4, epoch);

    private static BatchLoss Loss(
        TrainingLoop loop, LlamaModel model, IReadOnlyList<int> samples, TokenLayout layout = TokenLayout.Packed)
    {
        var batch = model.Batch([.. samples.Select(index => Samples[index])], layout);
        var (logProbabilities, isTop) = LogProbabilities.PerTokenWithHits(model, batch);
        loop.State.Values["seen"] = loop.State.Values.GetValueOrDefault("seen") + 1;
        return new BatchLoss
        {
            Sum = logProbabilities.sum().neg(),
            Weight = batch.TargetCount,
            TokenCount = batch.TokenCount,
            Metrics = [new("mean_token_accuracy", isTop.sum(), batch.TargetCount)]
        };
    }

    private sealed class CrashException : Exception;

    private sealed class SteppingClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
