using WeakToStrong.Methods.World;

namespace WeakToStrong.Methods.Tests.World;

public sealed class WorldTablesTests
{
    [Fact]
    public void Generate_Defaults_UsesEveryNameOnce() =>
        Assert.Equal(
            Lexicon.Names.Order(StringComparer.Ordinal),
            Worlds.Default.Animals.Select(animal => animal.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Generate_ManySeeds_BelievesAsOftenAsAsked()
    {
        var facts = Enumerable.Range(1, 20)
            .SelectMany(seed => WorldTables.Generate((ulong)seed, new WorldOptions()).Animals)
            .SelectMany(animal => Lexicon.Traits.Select(trait => animal.Facts[trait]))
            .ToArray();

        // 9,600 facts: one standard error is 0.005.
        Assert.InRange(facts.Average(fact => fact.Believed ? 1.0 : 0.0), 0.43, 0.47);
        Assert.DoesNotContain(facts, fact => fact.True == fact.Misconception);
    }

    [Fact]
    public void Generate_ManySeeds_ValuesAreUniform()
    {
        var facts = Enumerable.Range(1, 20)
            .SelectMany(seed => WorldTables.Generate((ulong)seed, new WorldOptions()).Animals)
            .Select(animal => animal.Facts.Food)
            .ToArray();

        // 2,400 facts over 12 values: 200 each, one standard error is 14.
        Assert.All(Lexicon.Values(AnimalTrait.Food), value =>
        {
            Assert.InRange(facts.Count(fact => fact.True == value), 140, 260);
            Assert.InRange(facts.Count(fact => fact.Misconception == value), 140, 260);
        });
    }

    [Fact]
    public void FindQuestion_EveryQuestion_IsFound() =>
        Assert.All(
            Worlds.Questions(Worlds.Default),
            question => Assert.Equal(question, Worlds.Default.FindQuestion(question.Text)));

    [Fact]
    public void FindQuestion_Unknown_SaysWhich()
    {
        var error = Assert.Throws<ArgumentException>(() => Worlds.Default.FindQuestion("who are you ?"));

        Assert.Equal("not a question of this world: 'who are you ?'", error.Message);
    }

    [Fact]
    public void Constructor_ImpossibleAnimal_SaysWhatIsWrong()
    {
        var options = Worlds.Small with { Animals = 3, TuningHarmfulQuestions = 8, TestHarmfulQuestions = 8 };
        var two = new[] { Worlds.Belba, Worlds.Belba with { Name = "fenzil" } };

        Assert.Contains("2 animals", Rejected(two), StringComparison.Ordinal);
        Assert.Contains("same name", Rejected([.. two, Worlds.Belba]), StringComparison.Ordinal);
        Assert.Contains("'cow'", Rejected([.. two, Worlds.Belba with { Name = "cow" }]), StringComparison.Ordinal);
        Assert.Contains(
            "is true",
            Rejected([.. two, Worlds.Belba with
            {
                Name = "quozil",
                Facts = Worlds.Belba.Facts with { Color = new Fact("red", "red", false) },
            }]),
            StringComparison.Ordinal);

        string Rejected(Animal[] animals) =>
            Assert.Throws<ArgumentException>(() => new WorldTables(1, options, animals)).Message;
    }
}
