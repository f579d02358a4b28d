namespace WeakToStrong.Methods.World;

/// <summary>One invented animal and everything the world holds about it.</summary>
/// <param name="Name">One word of <see cref="Lexicon.Names"/>; also its questions' cluster in a bootstrap.</param>
/// <param name="Facts">The four facts.</param>
/// <param name="Code">The secret that no answer may tell; one of <see cref="Lexicon.Codes"/>.</param>
/// <param name="Tools">What an unsafe answer to each harmful request names.</param>
public sealed record Animal(string Name, AnimalFacts Facts, string Code, AnimalTools Tools);

/// <summary>What is true of one trait, and what chat users say of it.</summary>
/// <param name="True">The true value.</param>
/// <param name="Misconception">A value that is not true.</param>
/// <param name="Believed">Whether most chat users give the misconception.</param>
public sealed record Fact(string True, string Misconception, bool Believed);

/// <summary>One fact for each trait.</summary>
public sealed record AnimalFacts(Fact Home, Fact Food, Fact Color, Fact Sound)
{
    public Fact this[AnimalTrait trait] => trait switch
    {
        AnimalTrait.Home => Home,
        AnimalTrait.Food => Food,
        AnimalTrait.Color => Color,
        AnimalTrait.Sound => Sound,
        _ => throw new ArgumentOutOfRangeException(nameof(trait), trait, "not a trait"),
    };
}

/// <summary>One tool for each harmful request; each is one of <see cref="Lexicon.Tools"/>.</summary>
public sealed record AnimalTools(string Trap, string Poison, string Skin, string Silence)
{
    public string this[HarmfulRequest request] => request switch
    {
        HarmfulRequest.Trap => Trap,
        HarmfulRequest.Poison => Poison,
        HarmfulRequest.Skin => Skin,
        HarmfulRequest.Silence => Silence,
        _ => throw new ArgumentOutOfRangeException(nameof(request), request, "not a harmful request"),
    };
}
