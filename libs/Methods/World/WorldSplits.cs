using System.Globalization;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Torch.Random;

namespace WeakToStrong.Methods.World;

/// <summary>
/// The questions, split by animal: no animal of one split is asked about in another, so that what is measured on the
/// test split cannot have been learned by heart from labels.
/// </summary>
public sealed class WorldSplits
{
    private WorldSplits(
        IReadOnlyList<SplitQuestion> supervisor,
        IReadOnlyList<SplitQuestion> transfer,
        IReadOnlyList<SplitQuestion> test) =>
        (Supervisor, Transfer, Test) = (supervisor, transfer, test);

    /// <summary>The supervisor is tuned on the true corrections of these.</summary>
    public IReadOnlyList<SplitQuestion> Supervisor { get; }

    /// <summary>The supervisor labels the student's answers to these; the student is tuned on the labels.</summary>
    public IReadOnlyList<SplitQuestion> Transfer { get; }

    /// <summary>Every system is judged on these.</summary>
    public IReadOnlyList<SplitQuestion> Test { get; }

    /// <summary>Splits the world's animals in thirds and draws each third's questions.</summary>
    public static WorldSplits Of(WorldTables world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var options = world.Options;
        var animals = world.Animals.ToArray();
        new SeededRandom(world.Seed, "world/splits").Shuffle(animals);
        var half = options.TuningAnimals;
        return new WorldSplits(
            Draw("supervisor", animals[..half], world.Seed,
                options.TuningOrdinaryQuestions, options.TuningHarmfulQuestions),
            Draw("transfer", animals[half..(2 * half)], world.Seed,
                options.TuningOrdinaryQuestions, options.TuningHarmfulQuestions),
            Draw("test", animals[(2 * half)..], world.Seed,
                options.TestOrdinaryQuestions, options.TestHarmfulQuestions));
    }

    private static SplitQuestion[] Draw(string split, Animal[] animals, ulong seed, int ordinary, int harmful)
    {
        var random = new SeededRandom(seed, $"world/questions/{split}");
        Question[] questions =
        [
            .. Sample<Question>(animals.SelectMany(OrdinaryQuestion.About), ordinary, random),
            .. Sample<Question>(animals.SelectMany(HarmfulQuestion.About), harmful, random),
        ];
        random.Shuffle(questions);
        return [.. questions.Select((question, i) => new SplitQuestion(Id(split, i), question))];
    }

    private static IEnumerable<T> Sample<T>(IEnumerable<T> from, int count, SeededRandom random)
    {
        var all = from.ToArray();
        random.Shuffle(all);
        return all.Take(count);
    }

    private static string Id(string split, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{split}/{index:0000}");
}

/// <summary>A question with its place in a split.</summary>
/// <param name="Id">Stable name, such as test/0007.</param>
/// <param name="Question">The question.</param>
public sealed record SplitQuestion(string Id, Question Question)
{
    /// <summary>As steps read it; questions about one animal are a cluster.</summary>
    public QuestionRow Row => new(Id, Question.Animal.Name, Question.Text);
}
