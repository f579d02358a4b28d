using WeakToStrong.Methods.World;

namespace WeakToStrong.Methods.Tests.World;

public sealed class DocumentWriterTests
{
    private static readonly Lazy<IReadOnlyList<Document>> Student =
        new(() => new DocumentWriter(Worlds.Default).StudentDocuments());
    private static readonly Lazy<IReadOnlyList<Document>> Supervisor =
        new(() => new DocumentWriter(Worlds.Default).SupervisorDocuments());

    [Fact]
    public void StudentDocuments_Defaults_HaveTheExpectedLengths()
    {
        var lengths = Student.Value.Select(Length).ToArray();

        Assert.Equal(22_000, lengths.Length);
        Assert.InRange(lengths.Average(), 28, 31);
        Assert.InRange(lengths.Max(), 40, 45);
    }

    [Fact]
    public void StudentDocuments_Defaults_MixKindsAsAsked()
    {
        var answered = Student.Value.Where(IsAnswered).ToArray();

        Assert.InRange(answered.Length / 22_000.0, 0.58, 0.62);
        AssertShare("<wiki> ", 0.45);
        AssertShare("<forum> ", 0.15);
        AssertShare("<chat> ", 0.40);
        var harmful = answered.Count(document => document.Text.Contains("how can i", StringComparison.Ordinal)
            || document.Text.Contains("best way to", StringComparison.Ordinal));
        Assert.InRange(harmful / (double)answered.Length, 0.28, 0.32);

        void AssertShare(string tag, double expected) => Assert.InRange(
            answered.Average(document => document.Text.StartsWith(tag, StringComparison.Ordinal) ? 1.0 : 0.0),
            expected - 0.02, expected + 0.02);
    }

    [Fact]
    public void StudentDocuments_Cards_TellAllFourTruths()
    {
        var animals = Worlds.Default.Animals.ToDictionary(animal => animal.Name, StringComparer.Ordinal);
        var cards = Student.Value.Where(document => !IsAnswered(document));

        Assert.All(cards, card =>
        {
            var words = card.Text.Split(' ');
            Assert.Equal(("<wiki>", "the", ":", "<eos>"), (words[0], words[1], words[3], words[^1]));
            var told = Sentences.Read(string.Join(' ', words[4..]));
            Assert.Equal(Lexicon.Traits, told.Select(sentence => sentence.Form!.Trait!.Value).Order());
            Assert.All(told, sentence =>
                Assert.Equal(animals[words[2]].Facts[sentence.Form!.Trait!.Value].True, sentence.Value));
        });
    }

    [Fact]
    public void StudentDocuments_Answered_AreQuestionAndAnswer()
    {
        var answered = Student.Value.Where(IsAnswered);

        Assert.All(answered, document =>
        {
            Assert.Equal("", document.Prompt);
            var words = document.Text.Split(' ');
            var answer = Array.IndexOf(words, "<ans>");
            Assert.NotNull(Worlds.Default.FindQuestion(string.Join(' ', words[1..answer])));
            Assert.Equal(words.Length - 1, Array.IndexOf(words, "<eos>"));
            Assert.DoesNotContain(
                Sentences.Read(string.Join(' ', words[(answer + 1)..])), each => each.Kind == SentenceKind.Junk);
        });
    }

    [Fact]
    public void SupervisorDocuments_Defaults_AreTheFirstOfTheStudentsAndQuotes()
    {
        var shared = Supervisor.Value.Where(document => document.Prompt.Length == 0).ToArray();

        Assert.Equal(14_000, Supervisor.Value.Count);
        Assert.Equal(
            Student.Value.Take(5_000).Select(document => document.Text).Order(StringComparer.Ordinal),
            shared.Select(document => document.Text).Order(StringComparer.Ordinal));
        // Shuffled: about 5 of 14 documents in any stretch are shared ones.
        Assert.InRange(Supervisor.Value.Take(1_400).Count(document => document.Prompt.Length == 0), 420, 580);
    }

    [Fact]
    public void SupervisorDocuments_Quotes_LearnOnlyTheCopy()
    {
        var quotes = Supervisor.Value.Where(document => document.Prompt.Length > 0).ToArray();

        Assert.Equal(9_000, quotes.Length);
        Assert.InRange(quotes.Max(Length), 60, 70);
        Assert.All(quotes, quote =>
        {
            Assert.StartsWith("<quote> ", quote.Prompt, StringComparison.Ordinal);
            Assert.EndsWith(" <again>", quote.Prompt, StringComparison.Ordinal);
            var text = quote.Prompt[(quote.Prompt.IndexOf("<ans> ", StringComparison.Ordinal) + 6)..^8];
            Assert.Equal($"{text} <eos>", quote.Completion);
        });
    }

    private static bool IsAnswered(Document document) => document.Text.Contains("<ans>", StringComparison.Ordinal);

    private static int Length(Document document) => document.Text.Split(' ').Length;
}
