using System.Runtime.Intrinsics;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>Extents of one causal attention over packed samples.</summary>
internal sealed record AttentionShape
{
    /// <summary>[B] Row of each sample's first token.</summary>
    public required long[] RowStart { get; init; }

    /// <summary>[B] Rows of each sample.</summary>
    public required long[] Lengths { get; init; }

    /// <summary>H.</summary>
    public required int Heads { get; init; }

    /// <summary>K.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>D.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Length of the longest sample.</summary>
    public required int MaximumLength { get; init; }

    /// <summary>W: rows of its sample that a row attends to, itself included; null: all before it.</summary>
    public int? Window { get; init; }

    /// <summary>G: query heads of one key/value head.</summary>
    public int Group => Heads / KeyValueHeads;

    /// <summary>Elements between a row of the fused projection and the next: (H + 2K) D.</summary>
    public int InputStride => (Heads + 2 * KeyValueHeads) * HeadDim;

    /// <summary>Elements between a row of the result and the next: H · D.</summary>
    public int OutputStride => Heads * HeadDim;

    /// <summary>Rows of a sample that lie before the window of one at a place.</summary>
    public int OutsideWindow(int place) => Math.Max(0, place + 1 - (Window ?? int.MaxValue));

    /// <summary>Where a key head begins in a row of the fused projection.</summary>
    public int KeyOffset(int head) => (Heads + head) * HeadDim;

    /// <summary>Where a value head begins in a row of the fused projection.</summary>
    public int ValueOffset(int head) => (Heads + KeyValueHeads + head) * HeadDim;

    /// <summary>Head width in whole vectors.</summary>
    public int PaddedDim<T>() where T : unmanaged => Lanes.RoundUp<T>(HeadDim);

    /// <summary>Sample length in whole vectors, which are whole row blocks too.</summary>
    public static int PaddedLength<T>(int length) where T : unmanaged
    {
        var unit = Math.Max(Vector512<T>.Count, SmallMatrix.Block);
        return (length + unit - 1) / unit * unit;
    }
}
