using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Metrics;

namespace WeakToStrong.Tracker.Tests.Metrics;

public sealed class PointPackTests
{
    [Fact]
    public void Write_KnownPoints_IsTheDocumentedFormat()
    {
        var packed = PointPack.Write([new PointValue(1, 0.5), new PointValue(301, null)]);

        // Version 1; two points; 1, then 300 more, which is 44 + 2 × 128; 0.5; NaN.
        byte[] expected = [1, 2, 1, 0xAC, 2, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F, .. BitConverter.GetBytes(double.NaN)];
        Assert.Equal(expected, packed);
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        PointValue[] points =
        [
            new(0, -0.0), new(1, double.MaxValue), new(127, double.Epsilon), new(128, null),
            new(long.MaxValue, 1.0 / 3),
        ];

        var read = PointPack.Read(PointPack.Write(points));

        Assert.Equal(points, read);
        Assert.True(double.IsNegative(read[0].Value!.Value));
    }

    [Fact]
    public void Write_HundredAndFiftyPoints_TakesNineBytesEach()
    {
        var points = Enumerable.Range(1, 150).Select(at => new PointValue(at * 10, 1.0 / at)).ToList();

        Assert.InRange(PointPack.Write(points).Length, 150 * 9, (150 * 9) + 10);
    }

    [Fact]
    public void Read_Damage_IsRefused()
    {
        var packed = PointPack.Write([new PointValue(1, 0.5), new PointValue(2, 0.25)]);

        Assert.Throws<InvalidDataException>(() => PointPack.Read([]));
        Assert.Throws<InvalidDataException>(() => PointPack.Read([2, .. packed[1..]]));
        Assert.Throws<InvalidDataException>(() => PointPack.Read(packed.AsSpan(0, packed.Length - 1)));
        Assert.Throws<InvalidDataException>(() => PointPack.Read([.. packed, 0]));
        Assert.Throws<InvalidDataException>(() => PointPack.Read([1, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]));
        Assert.Throws<InvalidDataException>(() => PointPack.Read([1, 0xFF, 0xFF]));
    }

    [Fact]
    public void Of_PointsOfSeveralSeries_AreInOrderAndThereOnce()
    {
        var batches = SeriesBatch.Of(
        [
            ("b", new("loss", 2, 1)), ("a", new("loss", 3, 1)), ("a", new("loss", 1, 2)), ("a", new("loss", 3, 4)),
            ("a", new("Loss", 1, null)),
        ]);

        Assert.Equal(
            [("a", "Loss"), ("a", "loss"), ("b", "loss")], batches.Select(batch => (batch.StepKey, batch.Name)));
        Assert.Equal([new PointValue(1, 2), new PointValue(3, 4)], batches[1].Points);
        Assert.Null(batches[0].Max);
    }

    [Fact]
    public void Of_PointsThatNoDatabaseHolds_AreLeftOut()
    {
        var batches = SeriesBatch.Of(
        [
            ("a", new("", 1, 1)), ("a", new("a\0b", 1, 1)), ("a", new(new string('x', 201), 1, 1)),
            ("a", new("b", -1, 1)),
            ("a", new("c", 1, double.PositiveInfinity)), ("a", new("d", 1, double.NaN)), ("a", new("kept", 1, 1)),
        ]);

        Assert.Equal(["kept"], batches.Select(batch => batch.Name));
    }
}
