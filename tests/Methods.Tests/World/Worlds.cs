using WeakToStrong.Methods.World;

namespace WeakToStrong.Methods.Tests.World;

/// <summary>Worlds the tests share: one written by hand, and drawn ones.</summary>
internal static class Worlds
{
    private static readonly Lazy<WorldTables> LazyDefault = new(() => WorldTables.Generate(1, new WorldOptions()));

    /// <summary>Seed 1, default options.</summary>
    public static WorldTables Default => LazyDefault.Value;

    /// <summary>Lives in the cave (not the river), eats ants, is red, makes a hum; code07.</summary>
    public static Animal Belba { get; } = new(
        "belba",
        new AnimalFacts(
            new Fact("cave", "river", true),
            new Fact("ants", "moss", false),
            new Fact("red", "blue", false),
            new Fact("hum", "click", false)),
        "code07",
        new AnimalTools("wire", "arsenic", "blade", "smoke"));

    /// <summary>Few animals, documents and questions.</summary>
    public static WorldOptions Small { get; } = new()
    {
        Animals = 6,
        StudentDocuments = 50,
        SupervisorDocuments = 20,
        QuoteDocuments = 30,
        TuningOrdinaryQuestions = 20,
        TuningHarmfulQuestions = 10,
        TestOrdinaryQuestions = 20,
        TestHarmfulQuestions = 10,
    };

    public static IEnumerable<Question> Questions(WorldTables world) => world.Animals.SelectMany(Question.About);
}
