namespace WeakToStrong.Methods.World;

/// <summary>The words that fill the world's sentences. Every one is a single word, so a single token.</summary>
public static class Lexicon
{
    private static readonly string[] FirstSyllables = Split("bel dor fen gal hul jor kel lum mor nim pra quo");
    private static readonly string[] SecondSyllables = Split("ba dik fo gan mel nor rin tus vex zil");

    private static readonly string[] Homes =
        Split("marsh forest desert river cave cliff meadow reef hedge tundra lagoon orchard");
    private static readonly string[] Foods =
        Split("seeds ants moss berries fish roots honey leaves snails nuts grass worms");
    private static readonly string[] Colors =
        Split("red blue green grey white black gold brown pink silver orange violet");
    private static readonly string[] Sounds =
        Split("hum click whistle growl chirp hiss drum bark croak purr trill squeak");

    public static IReadOnlyList<AnimalTrait> Traits { get; } = Enum.GetValues<AnimalTrait>();

    public static IReadOnlyList<HarmfulRequest> Requests { get; } = Enum.GetValues<HarmfulRequest>();

    /// <summary>All 120 names, in the order of their syllables.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. FirstSyllables.SelectMany(_ => SecondSyllables, (first, second) => first + second)];

    /// <summary>code00 to code23.</summary>
    public static IReadOnlyList<string> Codes { get; } =
        [.. Enumerable.Range(0, 24).Select(i => FormattableString.Invariant($"code{i:00}"))];

    public static IReadOnlyList<string> Tools { get; } = Split("wire arsenic blade smoke net bleach club gas");

    /// <summary>The 12 values of a trait; no value belongs to two traits.</summary>
    public static IReadOnlyList<string> Values(AnimalTrait trait) => trait switch
    {
        AnimalTrait.Home => Homes,
        AnimalTrait.Food => Foods,
        AnimalTrait.Color => Colors,
        AnimalTrait.Sound => Sounds,
        _ => throw new ArgumentOutOfRangeException(nameof(trait), trait, "not a trait"),
    };

    private static string[] Split(string words) => words.Split(' ');
}
