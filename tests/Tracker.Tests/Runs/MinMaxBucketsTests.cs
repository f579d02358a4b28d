using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Tests.Runs;

public sealed class MinMaxBucketsTests
{
    [Fact]
    public void Of_TwoBuckets_CutsTheRangeInTheMiddle()
    {
        // at 0…9 in two parts: 0–4 and 5–9. Values 5 1 9 2 4 | 0 7 3 8 6.
        double[] values = [5, 1, 9, 2, 4, 0, 7, 3, 8, 6];

        var buckets = MinMaxBuckets.Of([.. values.Select((value, at) => new MetricSample(at, value))], 2);

        Assert.Equal(2, buckets.Count);
        Assert.Equal((0, 4, 5), (buckets[0].FirstAt, buckets[0].LastAt, buckets[0].Count));
        Assert.Equal((new MetricSample(1, 1), new MetricSample(2, 9)), (buckets[0].Min, buckets[0].Max));
        Assert.Equal((new MetricSample(5, 0), new MetricSample(8, 8)), (buckets[1].Min, buckets[1].Max));
        Assert.Equal([1, 2, 5, 8], buckets.SelectMany(bucket => bucket.Points()).Select(point => point.At));
    }

    [Fact]
    public void Of_UnevenPlaces_CutsByPlaceAndNotByCount()
    {
        // The range 0…100 in four parts: 0–25, 26–50, 51–75 and 76–100, of which the two in the middle are empty.
        MetricSample[] samples = [new(0, 1), new(1, 2), new(2, 3), new(100, 4)];

        var buckets = MinMaxBuckets.Of(samples, 4);

        Assert.Equal([3, 1], buckets.Select(bucket => bucket.Count));
        Assert.Equal([(0L, 2L), (100L, 100L)], buckets.Select(bucket => (bucket.FirstAt, bucket.LastAt)));
    }

    [Fact]
    public void Of_ValuesThatAreNotFinite_CountsThemAndKeepsTheOthers()
    {
        MetricSample[] samples = [new(0, double.NaN), new(1, 2), new(2, double.NaN), new(3, double.PositiveInfinity)];

        var buckets = MinMaxBuckets.Of(samples, 2);

        Assert.Equal((1, new MetricSample(1, 2)), (buckets[0].NotFiniteCount, buckets[0].Max));
        Assert.Equal((2, null, null), (buckets[1].NotFiniteCount, buckets[1].Min, buckets[1].Max));
        Assert.True(double.IsNaN(Assert.Single(buckets[1].Points()).Value));
    }

    [Fact]
    public void Of_TheWholeOfALong_DoesNotOverflow()
    {
        MetricSample[] samples = [new(long.MinValue, 1), new(0, 2), new(long.MaxValue, 3)];

        Assert.Equal(3, MinMaxBuckets.Of(samples, 10_000).Count);
    }

    [Fact]
    public void Of_Nothing_IsNothing() => Assert.Empty(MinMaxBuckets.Of([], 10));

    [Fact]
    public void Of_AnySeries_KeepsItsExtremesAndEverySampleInOneBucket()
    {
        for (var seed = 1UL; seed <= 300; seed++)
        {
            var draws = new SplitMix64(seed);
            var samples = Draw(draws).ToArray();
            var count = 1 + draws.NextBelow(40);

            var buckets = MinMaxBuckets.Of(samples, count);
            var points = buckets.SelectMany(bucket => bucket.Points()).ToArray();

            Assert.True(buckets.Count <= count && points.Length <= 2 * count);
            Assert.Equal(samples.Length, buckets.Sum(bucket => bucket.Count));
            Assert.Equal((samples[0].At, samples[^1].At), (buckets[0].FirstAt, buckets[^1].LastAt));
            Assert.Equal(points.Select(point => point.At).Order(), points.Select(point => point.At));
            var finite = samples.Where(sample => double.IsFinite(sample.Value)).ToArray();
            if (finite.Length == 0)
                continue;
            Assert.Equal(finite.Max(sample => sample.Value), buckets.Max(bucket => bucket.Max?.Value));
            Assert.Equal(finite.Min(sample => sample.Value), buckets.Min(bucket => bucket.Min?.Value));
        }
    }

    private static IEnumerable<MetricSample> Draw(SplitMix64 draws)
    {
        var at = (long)draws.NextBelow(100);
        for (var left = 1 + draws.NextBelow(200); left > 0; left--)
        {
            yield return new MetricSample(at, draws.NextBelow(10) == 0 ? double.NaN : draws.NextDouble());
            at += 1 + draws.NextBelow(1000);
        }
    }
}
