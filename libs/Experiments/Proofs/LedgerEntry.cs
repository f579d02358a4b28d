using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Serialization;

namespace WeakToStrong.Experiments.Proofs;

/// <summary>
/// One update of a step, or one round of answers: what went in and what came out, to the bit. Values are kept as bits,
/// so that equal means equal.
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>Bytes of an entry, without its hash.</summary>
    public const int Size = 104;

    /// <summary>Longest name of a stage, in ASCII.</summary>
    public const int MaxStageLength = 16;

    private const int RowsAt = 64;
    private const int DrawsAt = 80;

    /// <summary>Part of the step: <c>corrections</c>, <c>policy</c>, <c>answers</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>From 1, counted within the stage.</summary>
    public required long Update { get; init; }

    /// <summary>Pass over the data, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>Place of the batch in its epoch, from 0.</summary>
    public required int Position { get; init; }

    public required double Loss { get; init; }

    /// <summary>Before clipping.</summary>
    public required double GradientNorm { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>Read since the stage began.</summary>
    public required long TokenCount { get; init; }

    /// <summary>Of the ids of the batch's rows, in their order.</summary>
    public required ShortDigest Rows { get; init; }

    /// <summary>
    /// Of the state of every generator: seed, stream and counters, and what was drawn from them where that is not the
    /// weights.
    /// </summary>
    public required ShortDigest Draws { get; init; }

    /// <summary>Exact checksum of all weights after the update; text in JSON, whose numbers cannot hold it.</summary>
    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public required ulong Weights { get; init; }

    /// <summary>Names of the values that differ, in the order of the entry.</summary>
    public IReadOnlyList<string> DifferencesTo(LedgerEntry other)
    {
        var names = new List<string>();
        AddIf(Stage != other.Stage, "stage");
        AddIf(Update != other.Update, "update");
        AddIf(Epoch != other.Epoch, "epoch");
        AddIf(Position != other.Position, "position");
        AddIf(!SameBits(Loss, other.Loss), "loss");
        AddIf(!SameBits(GradientNorm, other.GradientNorm), "gradient norm");
        AddIf(!SameBits(LearningRate, other.LearningRate), "learning rate");
        AddIf(TokenCount != other.TokenCount, "tokens");
        AddIf(Rows != other.Rows, "rows");
        AddIf(Draws != other.Draws, "draws");
        AddIf(Weights != other.Weights, "weights");
        return names;

        void AddIf(bool differs, string name)
        {
            if (differs)
                names.Add(name);
        }
    }

    internal void Write(Span<byte> to)
    {
        to[..Size].Clear();
        if (Stage.Length > MaxStageLength || !Encoding.ASCII.TryGetBytes(Stage, to, out _))
            throw new ArgumentException(
                $"'{Stage}' is no name of a stage; allowed are {MaxStageLength} signs of ASCII");
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], Update);
        BinaryPrimitives.WriteInt32LittleEndian(to[24..], Epoch);
        BinaryPrimitives.WriteInt32LittleEndian(to[28..], Position);
        BinaryPrimitives.WriteDoubleLittleEndian(to[32..], Loss);
        BinaryPrimitives.WriteDoubleLittleEndian(to[40..], GradientNorm);
        BinaryPrimitives.WriteDoubleLittleEndian(to[48..], LearningRate);
        BinaryPrimitives.WriteInt64LittleEndian(to[56..], TokenCount);
        Rows.Write(to[RowsAt..]);
        Draws.Write(to[DrawsAt..]);
        BinaryPrimitives.WriteUInt64LittleEndian(to[96..], Weights);
    }

    internal static LedgerEntry Read(ReadOnlySpan<byte> from) => new()
    {
        Stage = Encoding.ASCII.GetString(from[..MaxStageLength].TrimEnd((byte)0)),
        Update = BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
        Epoch = BinaryPrimitives.ReadInt32LittleEndian(from[24..]),
        Position = BinaryPrimitives.ReadInt32LittleEndian(from[28..]),
        Loss = BinaryPrimitives.ReadDoubleLittleEndian(from[32..]),
        GradientNorm = BinaryPrimitives.ReadDoubleLittleEndian(from[40..]),
        LearningRate = BinaryPrimitives.ReadDoubleLittleEndian(from[48..]),
        TokenCount = BinaryPrimitives.ReadInt64LittleEndian(from[56..]),
        Rows = ShortDigest.Read(from[RowsAt..]),
        Draws = ShortDigest.Read(from[DrawsAt..]),
        Weights = BinaryPrimitives.ReadUInt64LittleEndian(from[96..]),
    };

    private static bool SameBits(double left, double right) =>
        BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right);
}
