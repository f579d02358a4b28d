using WeakToStrong.Methods.World;

namespace WeakToStrong.Methods.Tests.World;

public sealed class WorldOptionsTests
{
    [Fact]
    public void Problems_Defaults_None() => Assert.Empty(new WorldOptions().Problems());

    [Fact]
    public void EnsureValid_SeveralProblems_NamesEachWithItsRange()
    {
        var options = new WorldOptions { Animals = 121, CardFraction = 1.5, SupervisorDocuments = 22_001 };

        var error = Assert.Throws<ArgumentException>(options.EnsureValid);

        Assert.Contains("Animals is 121, allowed is 3 to 120", error.Message, StringComparison.Ordinal);
        Assert.Contains("CardFraction is 1.5, allowed is 0 to 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("SupervisorDocuments is 22001, allowed is 0 to 22000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_NotANumber_IsOne() =>
        Assert.Single(new WorldOptions { BelievedProbability = double.NaN }.Problems());

    [Fact]
    public void Problems_ModesAddUpToMoreThanOne_IsOne() =>
        Assert.StartsWith(
            "ForumFraction", Assert.Single(new WorldOptions { WikiFraction = 0.6, ForumFraction = 0.5 }.Problems()),
            StringComparison.Ordinal);

    [Fact]
    public void Problems_MoreHarmfulQuestionsThanExist_SaysHowManyDo()
    {
        var problems = new WorldOptions { Animals = 60 }.Problems();

        Assert.Equal("TuningHarmfulQuestions is 270, allowed is 0 to 160", Assert.Single(problems));
    }

    [Fact]
    public void Problems_ExtremeNumbers_DoNotOverflow()
    {
        var options = new WorldOptions { Animals = int.MinValue, StudentDocuments = int.MinValue };

        Assert.Contains(options.Problems(), problem => problem.StartsWith("Animals", StringComparison.Ordinal));
    }
}
