using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>A ledger as a line of its entries: equal up to the first that differs, different after it.</summary>
public sealed partial class LedgerPicture
{
    // As many as can be told apart side by side on a telephone.
    private const int MostParts = 60;

    /// <summary>Entries of the whole ledger.</summary>
    [Parameter, EditorRequired]
    public required long EntryCount { get; set; }

    /// <summary>The first that differs, from 0.</summary>
    [Parameter, EditorRequired]
    public required long Entry { get; set; }

    private long After => Math.Max(0, EntryCount - Entry - 1);

    private string EqualText => Entry == 0 ? "none" : $"1 to {Numbers.Count(Entry)}";

    private string Said =>
        $"A ledger of {Numbers.Count(EntryCount)} entries. Equal: {EqualText}. The first that differs is "
        + $"{Numbers.Count(Entry + 1)}.";

    private IReadOnlyList<Part> Parts => PartsOf(Math.Max(EntryCount, Entry + 1), Entry);

    /// <summary>The entries in order, several to a part where they are many; the first difference alone.</summary>
    internal static IReadOnlyList<Part> PartsOf(long count, long entry)
    {
        var size = Math.Max(1, (count + MostParts - 3) / (MostParts - 2));
        return
        [
            .. Divided(0, entry, size, State.Equal),
            new Part(entry, entry, State.First),
            .. Divided(entry + 1, count, size, State.After),
        ];
    }

    private static IEnumerable<Part> Divided(long from, long end, long size, State state)
    {
        for (var at = from; at < end; at += size)
            yield return new Part(at, Math.Min(at + size, end) - 1, state);
    }

    private static string ClassOf(State state) => state.ToString().ToLowerInvariant();

    private static string TitleOf(Part part)
    {
        var entries = part.From == part.To
            ? $"Entry {Numbers.Count(part.From + 1)}"
            : $"Entries {Numbers.Count(part.From + 1)} to {Numbers.Count(part.To + 1)}";
        return part.State == State.Equal ? $"{entries}: equal" : $"{entries}: different";
    }

    internal enum State
    {
        Equal,
        First,
        After,
    }

    internal sealed record Part(long From, long To, State State);
}
