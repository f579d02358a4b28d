using System.Globalization;

namespace WeakToStrong.Tracker.Runs;

/// <summary>A step's name in two parts: <c>seed 1 / rlhf / judge</c> is seed 1 of <c>rlhf / judge</c>.</summary>
/// <param name="Seed">Null where the name has none.</param>
/// <param name="Step">The name without it.</param>
public sealed record SeedStep(int? Seed, string Step)
{
    private const string Word = "seed ";
    private const string Separator = " / ";

    public static SeedStep Of(string name)
    {
        var end = name.IndexOf(Separator, StringComparison.Ordinal);
        return end > Word.Length && name.StartsWith(Word, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(Word.Length, end - Word.Length), CultureInfo.InvariantCulture, out var seed)
            ? new SeedStep(seed, name[(end + Separator.Length)..])
            : new SeedStep(null, name);
    }
}
