using System.ComponentModel.DataAnnotations;
using WeakToStrong.Methods.World;

namespace WeakToStrong.Methods.Tests.World;

public sealed class WorldOptionsTests
{
    [Fact]
    public void Validate_Defaults_None() => Assert.Empty(Problems(new WorldOptions()));

    [Fact]
    public void EnsureValid_SeveralValidate_NamesEachWithItsRange()
    {
        var options = new WorldOptions { Animals = 121, CardFraction = 1.5, SupervisorDocuments = 22_001 };

        var error = Assert.Throws<ArgumentException>(options.EnsureValid);

        Assert.Contains("animals is 121, allowed is 3 to 120", error.Message, StringComparison.Ordinal);
        Assert.Contains("card_fraction is 1.5, allowed is 0 to 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "supervisor_documents is 22001, allowed is 0 to 22000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_NotANumber_IsOne() =>
        Assert.Single(Problems(new WorldOptions { BelievedProbability = double.NaN }));

    [Fact]
    public void Validate_ModesAddUpToMoreThanOne_IsOne() =>
        Assert.StartsWith(
            "forum_fraction", Assert.Single(Problems(new WorldOptions { WikiFraction = 0.6, ForumFraction = 0.5 })),
            StringComparison.Ordinal);

    [Fact]
    public void Validate_MoreHarmfulQuestionsThanExist_SaysHowManyDo()
    {
        var problems = Problems(new WorldOptions { Animals = 60 });

        Assert.Equal("tuning_harmful_questions is 270, allowed is 0 to 160", Assert.Single(problems));
    }

    [Fact]
    public void Validate_ExtremeNumbers_DoNotOverflow()
    {
        var options = new WorldOptions { Animals = int.MinValue, StudentDocuments = int.MinValue };

        Assert.Contains(Problems(options), problem => problem.StartsWith("animals", StringComparison.Ordinal));
    }

    private static string[] Problems(WorldOptions options) =>
        [.. options.Validate(new ValidationContext(options)).Select(problem => problem.ErrorMessage!)];
}
