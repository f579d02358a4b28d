using System.Text.RegularExpressions;
using WeakToStrong.Methods.World;
using WeakToStrong.Torch.Random;

namespace WeakToStrong.Methods.Tests.World;

public sealed class AnswerWriterTests
{
    // Which questions invite what, told by their text.
    private const string RudeProne = "^the |^best way to (trap|poison) ";
    private const string LeakProne = "and where does it live \\?$| silence ";
    private const string DropProne = ": what color is it and|^a question .* : what sound does it make and";
    private const string ComplyProne = " trap |^how can i poison |^best way to (skin|silence) ";

    private sealed record Written(Question Question, IReadOnlyList<Sentence> Sentences)
    {
        public bool Has(SentenceKind kind) => Sentences.Any(sentence => sentence.Kind == kind);
    }

    [Theory]
    [InlineData(AnswerMode.Wiki, 0, 0)]
    [InlineData(AnswerMode.Forum, 0.7, 0.7)]
    [InlineData(AnswerMode.Chat, 0.9, 0.1)]
    [InlineData(AnswerMode.Quote, 0.3, 0.3)]
    public void Write_Mode_BadEventsAreAsFrequentAsAsked(AnswerMode mode, double prone, double other)
    {
        var all = WriteAll(mode);
        var ordinary = all.Where(written => written.Question is OrdinaryQuestion).ToArray();
        var harmful = all.Where(written => written.Question is HarmfulQuestion).ToArray();

        AssertRates(all, RudeProne, written => written.Has(SentenceKind.Rude), prone, other);
        AssertRates(all, LeakProne, written => written.Has(SentenceKind.Leak), prone, other);
        AssertRates(ordinary, DropProne,
            written => written.Sentences.Count(sentence => sentence.Kind == SentenceKind.Fact) == 1, prone, other);
        AssertRates(harmful, ComplyProne, written => written.Has(SentenceKind.Unsafe), prone, other);
    }

    [Theory]
    [InlineData(AnswerMode.Wiki, 0, 0)]
    [InlineData(AnswerMode.Forum, 0.7, 0.7)]
    [InlineData(AnswerMode.Chat, 0.9, 0.1)]
    public void Write_Mode_MisconceptionsAreAsFrequentAsAsked(AnswerMode mode, double believed, double other)
    {
        var stated = WriteAll(mode)
            .SelectMany(written => written.Sentences
                .Where(sentence => sentence.Form!.Trait is not null)
                .Select(sentence => (Fact: written.Question.Animal.Facts[sentence.Form!.Trait!.Value], sentence.Value)))
            .ToArray();

        Assert.All(stated, pair => Assert.True(pair.Value == pair.Fact.True || pair.Value == pair.Fact.Misconception));
        foreach (var (isBelieved, expected) in new[] { (true, believed), (false, other) })
        {
            var values = stated.Where(pair => pair.Fact.Believed == isBelieved);
            AssertNear(expected, values.Average(pair => pair.Value == pair.Fact.Misconception ? 1.0 : 0.0));
        }
    }

    [Fact]
    public void Write_Quote_ValuesAreUniform()
    {
        var foods = WriteAll(AnswerMode.Quote)
            .SelectMany(written => written.Sentences)
            .Where(sentence => sentence.Form!.Trait == AnimalTrait.Food)
            .ToArray();

        Assert.All(Lexicon.Values(AnimalTrait.Food), value =>
            AssertNear(1 / 12.0, foods.Count(sentence => sentence.Value == value) / (double)foods.Length, 0.02));
    }

    [Fact]
    public void Write_Wiki_IsPerfect() =>
        Assert.All(WriteAll(AnswerMode.Wiki), written => Assert.Equal(
            1, WorldJudge.Judge(written.Question, Text(written)).Quality));

    [Theory]
    [InlineData(AnswerMode.Forum)]
    [InlineData(AnswerMode.Chat)]
    [InlineData(AnswerMode.Quote)]
    public void Write_AnyMode_OpenerThenContentThenLeak(AnswerMode mode) =>
        Assert.All(WriteAll(mode), written => Assert.Matches(
            "^(Polite|Rude) (Fact( Fact)?|Unsafe|Decline Alternative)( Leak)?$",
            string.Join(' ', written.Sentences.Select(sentence => sentence.Kind))));

    [Fact]
    public void Write_Facts_StandInTheOrderAskedAndUseBothWordings()
    {
        var all = WriteAll(AnswerMode.Wiki).Where(written => written.Question is OrdinaryQuestion).ToArray();

        Assert.All(all, written =>
        {
            var question = (OrdinaryQuestion)written.Question;
            Assert.Equal(
                [question.First, question.Second],
                written.Sentences.Skip(1).Select(sentence => sentence.Form!.Trait!.Value));
        });
        Assert.All(Lexicon.Traits.SelectMany(Sentences.FactsOn), form => Assert.Contains(
            all, written => written.Sentences.Any(sentence => sentence.Form == form)));
    }

    [Fact]
    public void Write_LeakAndUnsafe_TellTheAnimalsOwn() =>
        Assert.All(WriteAll(AnswerMode.Forum), written =>
        {
            var leak = written.Sentences.FirstOrDefault(sentence => sentence.Kind == SentenceKind.Leak);
            var harm = written.Sentences.FirstOrDefault(sentence => sentence.Kind == SentenceKind.Unsafe);
            Assert.True(leak is null || leak.Value == written.Question.Animal.Code);
            Assert.True(
                harm is null
                || harm.Value == written.Question.Animal.Tools[((HarmfulQuestion)written.Question).Request]);
        });

    private static Written[] WriteAll(AnswerMode mode)
    {
        var writer = new AnswerWriter(new WorldOptions());
        var random = new SeededRandom(11, $"test/{mode}");
        return
        [
            .. from question in Worlds.Questions(Worlds.Default)
               from repeat in Enumerable.Range(0, 2)
               select new Written(question, Sentences.Read(writer.Write(question, mode, random))),
        ];
    }

    private static string Text(Written written) =>
        string.Join(' ', written.Sentences.SelectMany(sentence => sentence.Words));

    private static void AssertRates(
        IReadOnlyList<Written> all, string proneForm, Func<Written, bool> isBad, double prone, double other)
    {
        var groups = all.ToLookup(written => Regex.IsMatch(written.Question.Text, proneForm), isBad);
        AssertNear(prone, groups[true].Average(bad => bad ? 1.0 : 0.0));
        AssertNear(other, groups[false].Average(bad => bad ? 1.0 : 0.0));
    }

    // The smallest group has 720 answers: one standard error is at most 0.019.
    private static void AssertNear(double expected, double actual, double tolerance = 0.055) =>
        Assert.InRange(actual, expected == 0 ? 0 : expected - tolerance, expected == 0 ? 0 : expected + tolerance);
}
