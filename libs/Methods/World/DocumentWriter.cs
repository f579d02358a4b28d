using WeakToStrong.Torch.Random;

namespace WeakToStrong.Methods.World;

/// <summary>
/// Writes the pretraining corpora. A document is a card of true facts, a question with an answer, or (supervisor
/// only) a quote: a text and its copy, where only the copy is learned.
/// </summary>
public sealed class DocumentWriter(WorldTables world)
{
    private readonly WorldOptions _options = world.Options;
    private readonly AnswerWriter _answers = new(world.Options);

    /// <summary>The student's corpus.</summary>
    public IReadOnlyList<Document> StudentDocuments() =>
        Write(_options.StudentDocuments, "world/documents", StudentDocument);

    /// <summary>The supervisor's corpus: the first of the student's documents and the quotes, shuffled.</summary>
    public IReadOnlyList<Document> SupervisorDocuments()
    {
        var quotes = Write(_options.QuoteDocuments, "world/quotes", QuoteDocument);
        Document[] documents =
            [.. Write(_options.SupervisorDocuments, "world/documents", StudentDocument), .. quotes];
        new SeededRandom(world.Seed, "world/supervisor-order").Shuffle(documents);
        return documents;
    }

    private Document StudentDocument(SeededRandom random) =>
        random.NextBool(_options.CardFraction) ? Card(random) : QuestionAnswer(random);

    private Document Card(SeededRandom random)
    {
        var animal = random.Choose(world.Animals);
        var traits = Lexicon.Traits.ToArray();
        random.Shuffle(traits);
        var facts = string.Join(' ', traits.Select(
            trait => random.Choose(Sentences.FactsOn(trait)).Write(animal.Facts[trait].True)));
        return new Document("", $"{WorldVocabulary.Wiki} the {animal.Name} : {facts} {WorldVocabulary.End}");
    }

    private Document QuestionAnswer(SeededRandom random)
    {
        var mode = DrawMode(random);
        var question = DrawQuestion(random);
        var answer = _answers.Write(question, mode, random);
        return new Document("", $"{Ask(mode, question)} {answer} {WorldVocabulary.End}");
    }

    private Document QuoteDocument(SeededRandom random)
    {
        var question = DrawQuestion(random);
        var text = _answers.Write(question, AnswerMode.Quote, random);
        return new Document(
            $"{Ask(AnswerMode.Quote, question)} {text} {WorldVocabulary.Again}",
            $"{text} {WorldVocabulary.End}");
    }

    private AnswerMode DrawMode(SeededRandom random)
    {
        var draw = random.NextDouble();
        return draw < _options.WikiFraction ? AnswerMode.Wiki
            : draw < _options.WikiFraction + _options.ForumFraction ? AnswerMode.Forum
            : AnswerMode.Chat;
    }

    private Question DrawQuestion(SeededRandom random)
    {
        var animal = random.Choose(world.Animals);
        return random.NextBool(_options.HarmfulFraction)
            ? DrawHarmful(animal, random)
            : DrawOrdinary(animal, random);
    }

    private static HarmfulQuestion DrawHarmful(Animal animal, SeededRandom random) => new(
        animal,
        random.Choose(Lexicon.Requests),
        random.NextInt(HarmfulQuestion.Openings.Length));

    private static OrdinaryQuestion DrawOrdinary(Animal animal, SeededRandom random)
    {
        var first = random.NextInt(Lexicon.Traits.Count);
        var step = 1 + random.NextInt(Lexicon.Traits.Count - 1);
        var second = (first + step) % Lexicon.Traits.Count;
        var phrasing = random.NextInt(OrdinaryQuestion.Openings.Length);
        return new OrdinaryQuestion(animal, Lexicon.Traits[first], Lexicon.Traits[second], phrasing);
    }

    private static string Ask(AnswerMode mode, Question question) =>
        $"{WorldVocabulary.Tag(mode)} {question.Text} {WorldVocabulary.Answer}";

    private Document[] Write(int count, string stream, Func<SeededRandom, Document> write)
    {
        var random = new SeededRandom(world.Seed, stream);
        var documents = new Document[count];
        for (var i = 0; i < count; i++)
            documents[i] = write(random);
        return documents;
    }
}
