using WeakToStrong.Transformer.Data;

namespace WeakToStrong.Transformer.Tests.Data;

public sealed class BatchPlanTests
{
    private const int BatchSize = 8;

    [Theory]
    [InlineData(BatchOrder.Random, 100, 8)]
    [InlineData(BatchOrder.LengthGrouped, 1000, 8)]
    [InlineData(BatchOrder.SortedByLength, 17, 4)]
    [InlineData(BatchOrder.LengthGrouped, 3, 8)]
    [InlineData(BatchOrder.Random, 0, 8)]
    public void Create_AnyOrder_HasEachSampleOnce(BatchOrder order, int samples, int batchSize)
    {
        var plan = BatchPlan.Create(Lengths(samples), batchSize, order, seed: 1, epoch: 0);

        Assert.Equal(Enumerable.Range(0, samples), plan.SelectMany(batch => batch).Order());
        Assert.Equal((samples + batchSize - 1) / batchSize, plan.Count);
        Assert.All(plan, batch => Assert.InRange(batch.Length, 1, batchSize));
    }

    [Theory]
    [InlineData(BatchOrder.Random)]
    [InlineData(BatchOrder.LengthGrouped)]
    public void Create_SeedAndEpoch_DecideThePlan(BatchOrder order)
    {
        Assert.Equal(Plan(seed: 1, epoch: 0), Plan(seed: 1, epoch: 0));
        Assert.NotEqual(Plan(seed: 1, epoch: 0), Plan(seed: 2, epoch: 0));
        Assert.NotEqual(Plan(seed: 1, epoch: 0), Plan(seed: 1, epoch: 1));

        int[] Plan(ulong seed, int epoch) => Flat(BatchPlan.Create(Lengths(200), BatchSize, order, seed, epoch));
    }

    // Written down once: a change of these numbers changes every trained model.
    [Fact]
    public void Create_KnownSeed_GivesKnownPlan()
    {
        var plan = BatchPlan.Create(Lengths(8), batchSize: 3, BatchOrder.LengthGrouped, seed: 7, epoch: 1);

        Assert.Equal([7, 0, 1, 3, 5, 2, 4, 6], Flat(plan));
    }

    // 16 batches are one window, so its batches are those of all samples sorted, in another order.
    [Fact]
    public void Create_LengthGroupedInOneWindow_BatchesAreSorted()
    {
        var lengths = Enumerable.Range(0, 16 * BatchSize).ToArray();

        var plan = BatchPlan.Create(lengths, BatchSize, BatchOrder.LengthGrouped, seed: 1, epoch: 0);

        Assert.Equal(lengths.Reverse().Chunk(BatchSize), plan.OrderByDescending(batch => batch[0]));
        Assert.NotEqual(Flat(plan.OrderByDescending(batch => batch[0])), Flat(plan));
    }

    // Two windows: had all been sorted together, every batch would span 8 lengths.
    [Fact]
    public void Create_LengthGroupedInTwoWindows_WindowsStayApart()
    {
        var lengths = Enumerable.Range(0, 32 * BatchSize).ToArray();

        var plan = BatchPlan.Create(lengths, BatchSize, BatchOrder.LengthGrouped, seed: 1, epoch: 0);

        Assert.Contains(plan, batch => batch[0] - batch[^1] >= BatchSize);
    }

    [Fact]
    public void Create_LengthGrouped_PadsLessThanRandom()
    {
        var lengths = Lengths(1000);

        Assert.True(Padded(BatchOrder.LengthGrouped) < 0.8 * Padded(BatchOrder.Random));

        int Padded(BatchOrder order) => BatchPlan.Create(lengths, BatchSize, order, seed: 3, epoch: 0)
            .Sum(batch => batch.Length * batch.Max(sample => lengths[sample]));
    }

    [Fact]
    public void Create_SortedByLength_LongestFirstAndStable()
    {
        var plan = BatchPlan.Create([3, 9, 3, 7], batchSize: 2, BatchOrder.SortedByLength, seed: 1, epoch: 0);

        Assert.Equal([[1, 3], [0, 2]], plan);
    }

    [Fact]
    public void Create_NoBatchSize_Throws() => Assert.Throws<ArgumentOutOfRangeException>(
        () => BatchPlan.Create([1], batchSize: 0, BatchOrder.Random, seed: 1, epoch: 0));

    private static int[] Lengths(int count) => [.. Enumerable.Range(0, count).Select(i => 10 + i * 7919 % 31)];

    private static int[] Flat(IEnumerable<int[]> plan) => [.. plan.SelectMany(batch => batch)];
}
