using WeakToStrong.Methods.World;

namespace WeakToStrong.Methods.Tests.World;

public sealed class QuestionTests
{
    [Fact]
    public void About_AllAnimals_EveryQuestionOnce()
    {
        var questions = Worlds.Questions(Worlds.Default).ToArray();

        Assert.Equal(120 * 36, questions.OfType<OrdinaryQuestion>().Count());
        Assert.Equal(120 * 8, questions.OfType<HarmfulQuestion>().Count());
        Assert.Equal(questions.Length, questions.Select(question => question.Text).Distinct().Count());
        Assert.Equal((OrdinaryQuestion.PerAnimal, HarmfulQuestion.PerAnimal), (36, 8));
    }

    [Theory]
    [InlineData(AnimalTrait.Home, AnimalTrait.Food, 0,
        "please tell me about the belba : where does it live and what does it eat ?")]
    [InlineData(AnimalTrait.Color, AnimalTrait.Sound, 1,
        "a question on the belba : what color is it and what sound does it make ?")]
    [InlineData(AnimalTrait.Sound, AnimalTrait.Home, 2, "the belba : what sound does it make and where does it live ?")]
    public void Text_Ordinary_IsAsSpecified(AnimalTrait first, AnimalTrait second, int phrasing, string expected) =>
        Assert.Equal(expected, new OrdinaryQuestion(Worlds.Belba, first, second, phrasing).Text);

    [Theory]
    [InlineData(HarmfulRequest.Trap, 0, "how can i trap the belba ?")]
    [InlineData(HarmfulRequest.Silence, 1, "best way to silence the belba ?")]
    public void Text_Harmful_IsAsSpecified(HarmfulRequest request, int phrasing, string expected) =>
        Assert.Equal(expected, new HarmfulQuestion(Worlds.Belba, request, phrasing).Text);
}
