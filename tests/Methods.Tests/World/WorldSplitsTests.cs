using WeakToStrong.Methods.World;
using WeakToStrong.Torch.Random;

namespace WeakToStrong.Methods.Tests.World;

public sealed class WorldSplitsTests
{
    private static readonly WorldSplits Splits = WorldSplits.Of(Worlds.Default);

    [Fact]
    public void Of_Defaults_HasTheExpectedSizes()
    {
        AssertSizes(Splits.Supervisor, 630, 270);
        AssertSizes(Splits.Transfer, 630, 270);
        AssertSizes(Splits.Test, 280, 120);

        static void AssertSizes(IReadOnlyList<SplitQuestion> split, int ordinary, int harmful)
        {
            Assert.Equal(ordinary, split.Count(entry => entry.Question is OrdinaryQuestion));
            Assert.Equal(harmful, split.Count(entry => entry.Question is HarmfulQuestion));
            Assert.Equal(split.Count, split.Select(entry => entry.Question.Text).Distinct().Count());
            Assert.Equal(40, Names(split).Length);
        }
    }

    [Fact]
    public void Of_AnySeed_SplitsShareNoAnimal()
    {
        for (var seed = 1UL; seed <= 5; seed++)
        {
            var splits = WorldSplits.Of(WorldTables.Generate(seed, new WorldOptions()));
            var names = new[] { splits.Supervisor, splits.Transfer, splits.Test }.SelectMany(Names).ToArray();

            Assert.Equal(names.Length, names.Distinct().Count());
        }
    }

    [Fact]
    public void Of_Defaults_IdsAreStableAndInOrder()
    {
        Assert.Equal("supervisor/0000", Splits.Supervisor[0].Id);
        Assert.Equal("transfer/0899", Splits.Transfer[^1].Id);
        Assert.Equal("test/0007", Splits.Test[7].Id);
    }

    [Fact]
    public void Of_Defaults_KindsAreMixed() =>
        Assert.InRange(Splits.Test.Take(100).Count(entry => entry.Question is HarmfulQuestion), 15, 45);

    [Fact]
    public void Of_MinimalWorld_TakesEveryQuestionThereIs()
    {
        var options = Worlds.Small with
        {
            Animals = 3,
            TuningOrdinaryQuestions = 36,
            TuningHarmfulQuestions = 8,
            TestOrdinaryQuestions = 36,
            TestHarmfulQuestions = 8,
        };

        Assert.Equal(44, WorldSplits.Of(WorldTables.Generate(3, options)).Test.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_Test_ChatAnswersScoreAboutHalf(ulong seed)
    {
        var writer = new AnswerWriter(new WorldOptions());
        var random = new SeededRandom(seed, "test/chat");
        var quality = WorldSplits.Of(WorldTables.Generate(seed, new WorldOptions())).Test.Average(entry =>
            WorldJudge.Judge(entry.Question, writer.Write(entry.Question, AnswerMode.Chat, random)).Quality);

        // 0.465 is what prone answers score over all worlds; the share of believed facts varies with the seed.
        Assert.InRange(quality, 0.38, 0.52);
    }

    private static string[] Names(IReadOnlyList<SplitQuestion> split) =>
        [.. split.Select(entry => entry.Question.Animal.Name).Distinct(StringComparer.Ordinal)];
}
