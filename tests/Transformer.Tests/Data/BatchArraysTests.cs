using WeakToStrong.Transformer.Data;

namespace WeakToStrong.Transformer.Tests.Data;

public sealed class BatchArraysTests
{
    // Two samples: a b | c, target c; and d | e f g, targets e f g.
    private static readonly TokenSample[] Samples =
        [TokenSample.ForResponse("first", [10, 11], [12]), TokenSample.ForResponse("second", [20], [21, 22, 23])];

    [Fact]
    public void Create_Padded_KeepsEveryPlace()
    {
        var batch = BatchArrays.Create(Samples, TokenLayout.Padded, maximumLength: 4, paddingId: 9);

        Assert.Equal((2, 4, 8, 4), (batch.SampleCount, batch.MaximumLength, batch.RowCount, batch.TargetCount));
        Assert.Equal([10, 11, 12, 9, 20, 21, 22, 23], batch.Tokens);
        Assert.Equal([0, 1, 2, 3, 0, 1, 2, 3], batch.Positions);
        Assert.Equal([0, 4], batch.RowStart);
        Assert.Equal([3, 4], batch.Lengths);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], batch.PackedToPadded);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], batch.PaddedToPacked);
        Assert.Equal([1, 4, 5, 6], batch.TargetIndex);
        Assert.Equal([12, 21, 22, 23], batch.Targets);
        Assert.Equal([0, 1, 1, 1], batch.TargetRow);
        Assert.Equal([2, 7], batch.LastIndex);
    }

    [Fact]
    public void Create_Packed_DropsThePads()
    {
        var batch = BatchArrays.Create(Samples, TokenLayout.Packed, maximumLength: 4, paddingId: 9);

        Assert.Equal((2, 4, 7, 4), (batch.SampleCount, batch.MaximumLength, batch.RowCount, batch.TargetCount));
        Assert.Equal([10, 11, 12, 20, 21, 22, 23], batch.Tokens);
        Assert.Equal([0, 1, 2, 0, 1, 2, 3], batch.Positions);
        Assert.Equal([0, 3], batch.RowStart);
        Assert.Equal([3, 4], batch.Lengths);
        Assert.Equal([0, 1, 2, 4, 5, 6, 7], batch.PackedToPadded);
        Assert.Equal([0, 1, 2, 7, 3, 4, 5, 6], batch.PaddedToPacked);
        Assert.Equal([1, 3, 4, 5], batch.TargetIndex);
        Assert.Equal([12, 21, 22, 23], batch.Targets);
        Assert.Equal([0, 1, 1, 1], batch.TargetRow);
        Assert.Equal([2, 6], batch.LastIndex);
    }

    [Fact]
    public void Create_EitherLayout_PredictsTheSameFromTheSame()
    {
        TokenSample[] samples =
        [
            TokenSample.ForPretraining("a", [1]), TokenSample.ForPretraining("b", [2, 3, 4, 5, 6]),
            TokenSample.WithMask("c", [7, 8, 9], [true, false, true]), TokenSample.ForResponse("d", [1, 2], [])
        ];

        Assert.Equal(Predictions(TokenLayout.Padded), Predictions(TokenLayout.Packed));

        (long From, long Position, long Target, long Sample)[] Predictions(TokenLayout layout)
        {
            var batch = BatchArrays.Create(samples, layout, maximumLength: 8, paddingId: 0);
            Assert.Equal(batch.Lengths, batch.LastIndex.Select(row => batch.Positions[row] + 1));
            Assert.All(batch.PackedToPadded.Select((place, row) => (place, row)),
                pair => Assert.Equal(pair.row, batch.PaddedToPacked[pair.place]));
            return [.. batch.TargetIndex.Select((row, m) =>
                (batch.Tokens[row], batch.Positions[row], batch.Targets[m], batch.TargetRow[m]))];
        }
    }

    [Fact]
    public void Create_SampleTooLong_NamesIt()
    {
        var error = Assert.Throws<ArgumentException>(
            () => BatchArrays.Create(Samples, TokenLayout.Packed, maximumLength: 3, paddingId: 0));

        Assert.Contains("sample 'second' has 4 tokens; the model takes at most 3", error.Message);
    }

    [Fact]
    public void Create_NoSamples_Throws() =>
        Assert.Throws<ArgumentException>(() => BatchArrays.Create([], TokenLayout.Packed, 3, 0));
}
