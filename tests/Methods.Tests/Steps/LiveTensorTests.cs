using WeakToStrong.Methods.Tests.Support;

namespace WeakToStrong.Methods.Tests.Steps;

[Collection(TensorTests.Name)]
public sealed class LiveTensorTests(ToyModels models)
{
    [Theory]
    [InlineData(ToySteps.Supervisor)]
    [InlineData(ToySteps.Sft)]
    [InlineData(ToySteps.Dpo)]
    [InlineData(ToySteps.Reward)]
    [InlineData(ToySteps.PpoWithValueHead)]
    [InlineData(ToySteps.PpoWithCritic)]
    [InlineData(ToySteps.SftSaving)]
    [InlineData(ToySteps.DpoSaving)]
    [InlineData(ToySteps.PpoSaving)]
    [InlineData(ToySteps.SupervisorWithLora)]
    [InlineData(ToySteps.DpoWithLora)]
    [InlineData(ToySteps.RewardWithLora)]
    [InlineData(ToySteps.PpoWithLora)]
    [InlineData(ToySteps.PpoWithCriticAndLora)]
    public void Execute_AfterEveryUpdate_AsManyTensorsLive(string name)
    {
        var before = LibTorch.LiveTensorCount;
        var counts = new List<long>();

        models.Lab.RunAgain(models.Spec(name), _ => counts.Add(LibTorch.LiveTensorCount));

        Assert.True(counts.Count >= 4, $"{counts.Count} reports");
        Assert.Single(counts.Distinct());
        Assert.Equal(before, LibTorch.LiveTensorCount);
    }
}
