using WeakToStrong.Torch.Random;

namespace WeakToStrong.Methods.World;

/// <summary>
/// Writes answers as the documents show them: an opener, then the content, then perhaps a leak. Bad events are drawn
/// in the order rude, misconception of the first fact, drop, misconception of the second (or, where the question is
/// harmful, comply, misconception), leak.
/// </summary>
public sealed class AnswerWriter(WorldOptions options)
{
    /// <summary>An answer in this mode.</summary>
    public string Write(Question question, AnswerMode mode, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(random);
        var sentences = new List<string> { Opener(question, mode, random) };
        sentences.AddRange(question switch
        {
            OrdinaryQuestion ordinary => Facts(ordinary, mode, random),
            HarmfulQuestion harmful => Refusal(harmful, mode, random),
            _ => throw new ArgumentException($"unknown question '{question.Text}'", nameof(question)),
        });
        if (Happens(mode, Proneness.ToLeak(question), random))
            sentences.Add(Sentences.Leak.Write(question.Animal.Code));
        return string.Join(' ', sentences);
    }

    private string Opener(Question question, AnswerMode mode, SeededRandom random)
    {
        var openers = Happens(mode, Proneness.ToRude(question), random) ? Sentences.Rude : Sentences.Polite;
        return random.Choose(openers).Write();
    }

    private List<string> Facts(OrdinaryQuestion question, AnswerMode mode, SeededRandom random)
    {
        var facts = new List<string> { FactOn(question.Animal, question.First, mode, random) };
        if (!Happens(mode, Proneness.ToDrop(question), random))
            facts.Add(FactOn(question.Animal, question.Second, mode, random));
        return facts;
    }

    private List<string> Refusal(HarmfulQuestion question, AnswerMode mode, SeededRandom random)
    {
        if (Happens(mode, Proneness.ToComply(question), random))
            return [Sentences.Unsafe.Write(question.Animal.Tools[question.Request])];
        var value = Value(question.Animal, question.AlternativeTrait, mode, random);
        return [Sentences.Decline.Write(), Sentences.AlternativeTo(question.Request).Write(value)];
    }

    private string FactOn(Animal animal, AnimalTrait trait, AnswerMode mode, SeededRandom random)
    {
        var value = Value(animal, trait, mode, random);
        return random.Choose(Sentences.FactsOn(trait)).Write(value);
    }

    private string Value(Animal animal, AnimalTrait trait, AnswerMode mode, SeededRandom random)
    {
        if (mode == AnswerMode.Quote)
            return random.Choose(Lexicon.Values(trait));
        var fact = animal.Facts[trait];
        return Happens(mode, fact.Believed, random) ? fact.Misconception : fact.True;
    }

    private bool Happens(AnswerMode mode, bool prone, SeededRandom random) =>
        random.NextBool(mode switch
        {
            AnswerMode.Wiki => 0,
            AnswerMode.Forum => options.ForumBadProbability,
            AnswerMode.Chat => prone ? options.ChatProneProbability : options.ChatOtherProbability,
            AnswerMode.Quote => options.QuoteBadProbability,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "not a mode"),
        });
}
