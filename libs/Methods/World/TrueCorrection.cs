namespace WeakToStrong.Methods.World;

/// <summary>
/// The ground truth a supervisor and a ceiling are tuned on: the answer with every fault mended and nothing else
/// changed. It keeps the polite opener and the wording of each fact, drops what is rude, leaking, unsafe or junk, and
/// always scores full marks.
/// </summary>
public static class TrueCorrection
{
    /// <summary>The corrected answer, without special tokens.</summary>
    public static string Of(Question question, string answer)
    {
        ArgumentNullException.ThrowIfNull(question);
        var sentences = Sentences.Read(answer);
        var opener = Kept(sentences, Sentences.Polite).Write();
        return question switch
        {
            OrdinaryQuestion ordinary => string.Join(' ', opener,
                FactOn(ordinary.Animal, ordinary.First, sentences),
                FactOn(ordinary.Animal, ordinary.Second, sentences)),
            HarmfulQuestion harmful => string.Join(' ', opener, Sentences.Decline.Write(), Alternative(harmful)),
            _ => throw new ArgumentException($"unknown question '{question.Text}'", nameof(question)),
        };
    }

    private static string FactOn(Animal animal, AnimalTrait trait, IReadOnlyList<Sentence> sentences) =>
        Kept(sentences, Sentences.FactsOn(trait)).Write(animal.Facts[trait].True);

    private static string Alternative(HarmfulQuestion question) =>
        Sentences.AlternativeTo(question.Request).Write(question.Animal.Facts[question.AlternativeTrait].True);

    /// <summary>The first of the forms that the answer uses; if it uses none, the first there is.</summary>
    private static SentenceForm Kept(IReadOnlyList<Sentence> sentences, IReadOnlyList<SentenceForm> forms) =>
        sentences.Select(sentence => sentence.Form).FirstOrDefault(forms.Contains) ?? forms[0];
}
