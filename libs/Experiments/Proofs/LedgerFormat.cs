using System.Security.Cryptography;

namespace WeakToStrong.Experiments.Proofs;

/// <summary>
/// A ledger as a file: a head that names the step, then entries of one size, each followed by its hash,
/// <c>hashᵢ = SHA-256(hashᵢ₋₁ ‖ entryᵢ)</c> with the head's hash before the first. So two ledgers that have the same
/// hash at a place have the same entries up to there.
/// </summary>
internal static class LedgerFormat
{
    public const int HashSize = SHA256.HashSizeInBytes;
    public const int HeadSize = 8 + HashSize;
    public const int RecordSize = LedgerEntry.Size + HashSize;

    private static ReadOnlySpan<byte> Magic => "w2sledg1"u8;

    public static byte[] Head(string stepKey) => [.. Magic, .. Convert.FromHexString(stepKey)];

    /// <summary>Writes the entry and its hash; <paramref name="hash"/> is the one before, and then this one.</summary>
    public static void Write(LedgerEntry entry, Span<byte> hash, Span<byte> record)
    {
        entry.Write(record);
        Hash(hash, record[..LedgerEntry.Size], hash);
        hash.CopyTo(record[LedgerEntry.Size..]);
    }

    public static void Hash(ReadOnlySpan<byte> before, ReadOnlySpan<byte> entry, Span<byte> hash)
    {
        Span<byte> text = stackalloc byte[RecordSize];
        before.CopyTo(text);
        entry.CopyTo(text[HashSize..]);
        SHA256.HashData(text, hash);
    }

    public static long Place(long index) => HeadSize + index * RecordSize;

    /// <summary>Whole entries of a file of so many bytes; what is torn at its end does not count.</summary>
    public static long CountOf(long bytes) => Math.Max(0, (bytes - HeadSize) / RecordSize);
}
