using WeakToStrong.Torch.Random;

namespace WeakToStrong.Methods.World;

/// <summary>
/// The world itself: its animals with their facts, misconceptions, codes and tools. Everything else (documents,
/// questions, scores, corrections) follows from these tables, the options and the seed.
/// </summary>
public sealed class WorldTables
{
    private readonly Lazy<Dictionary<string, Question>> _questions;

    /// <exception cref="ArgumentException">Options and animals do not make a world; says what is wrong.</exception>
    public WorldTables(ulong seed, WorldOptions options, IReadOnlyList<Animal> animals)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(animals);
        options.EnsureValid();
        if (animals.Count != options.Animals)
            throw new ArgumentException($"world: {animals.Count} animals, the options say {options.Animals}");
        foreach (var animal in animals)
            Check(animal);
        if (animals.DistinctBy(animal => animal.Name, StringComparer.Ordinal).Count() != animals.Count)
            throw new ArgumentException("world: two animals have the same name");
        (Seed, Options, Animals) = (seed, options, animals);
        _questions = new(() => animals.SelectMany(Question.About)
            .ToDictionary(question => question.Text, StringComparer.Ordinal));
    }

    public ulong Seed { get; }

    public WorldOptions Options { get; }

    public IReadOnlyList<Animal> Animals { get; }

    /// <summary>Draws a world.</summary>
    public static WorldTables Generate(ulong seed, WorldOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.EnsureValid();
        var random = new SeededRandom(seed, "world/tables");
        var names = Lexicon.Names.ToArray();
        random.Shuffle(names);
        var animals = names.Take(options.Animals).Select(name => DrawAnimal(name, options, random)).ToArray();
        return new WorldTables(seed, options, animals);
    }

    /// <summary>The question with exactly this text, without special tokens.</summary>
    /// <exception cref="ArgumentException">This world has no such question.</exception>
    public Question FindQuestion(string text) =>
        _questions.Value.TryGetValue(text, out var question)
            ? question
            : throw new ArgumentException($"not a question of this world: '{text}'");

    private static Animal DrawAnimal(string name, WorldOptions options, SeededRandom random)
    {
        var facts = new AnimalFacts(
            DrawFact(AnimalTrait.Home, options, random),
            DrawFact(AnimalTrait.Food, options, random),
            DrawFact(AnimalTrait.Color, options, random),
            DrawFact(AnimalTrait.Sound, options, random));
        var code = random.Choose(Lexicon.Codes);
        var tools = new AnimalTools(
            random.Choose(Lexicon.Tools),
            random.Choose(Lexicon.Tools),
            random.Choose(Lexicon.Tools),
            random.Choose(Lexicon.Tools));
        return new Animal(name, facts, code, tools);
    }

    private static Fact DrawFact(AnimalTrait trait, WorldOptions options, SeededRandom random)
    {
        var values = Lexicon.Values(trait);
        var index = random.NextInt(values.Count);
        var step = 1 + random.NextInt(values.Count - 1);
        var misconception = values[(index + step) % values.Count];
        return new Fact(values[index], misconception, random.NextBool(options.BelievedProbability));
    }

    private static void Check(Animal animal)
    {
        ArgumentNullException.ThrowIfNull(animal);
        CheckWord(animal.Name, Lexicon.Names, "an animal's name");
        CheckWord(animal.Code, Lexicon.Codes, $"the code of {animal.Name}");
        foreach (var request in Lexicon.Requests)
            CheckWord(animal.Tools[request], Lexicon.Tools, $"the {request} tool of {animal.Name}");
        foreach (var trait in Lexicon.Traits)
            CheckFact(animal, trait);
    }

    private static void CheckFact(Animal animal, AnimalTrait trait)
    {
        var fact = animal.Facts[trait];
        CheckWord(fact.True, Lexicon.Values(trait), $"the {trait} of {animal.Name}");
        CheckWord(fact.Misconception, Lexicon.Values(trait), $"the {trait} misconception of {animal.Name}");
        if (fact.True == fact.Misconception)
            throw new ArgumentException($"world: the {trait} misconception of {animal.Name} is true");
    }

    private static void CheckWord(string word, IReadOnlyList<string> allowed, string what)
    {
        if (!allowed.Contains(word))
            throw new ArgumentException($"world: '{word}' as {what}, allowed are {allowed[0]} to {allowed[^1]}");
    }
}
