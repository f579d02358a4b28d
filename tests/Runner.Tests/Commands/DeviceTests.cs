using WeakToStrong.Contracts;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Runner.Tests.Support;

namespace WeakToStrong.Runner.Tests.Commands;

/// <summary>The device as an option of steps and commands.</summary>
[Collection(RunnerTests.Name)]
public sealed class DeviceTests(RunnerLab lab)
{
    [Fact]
    public void Key_OfAStepOnTheCpu_IsTheOneFromBeforeThereWasAChoice()
    {
        var before = Key(new ComputeOptions());

        Assert.Equal(before, Key(new ComputeOptions { Device = ComputeDevice.Cpu }));
        Assert.NotEqual(before, Key(new ComputeOptions { Device = ComputeDevice.Cuda }));

        string Key(ComputeOptions compute) => lab.Models.Tune("sft", new SftOptions { Compute = compute }).Key;
    }

    [Fact]
    public async Task Step_OnCudaThatIsNotThere_SaysThatAPrerequisiteIsMissing()
    {
        var compute = new ComputeOptions { Device = ComputeDevice.Cuda };
        var run = await StepRun.ExecuteAsync(
            lab, lab.NewStore(), lab.Models.Tune("sft", new SftOptions { Compute = compute }));

        Assert.Equal(FailureReason.MissingPrerequisite, run.Failed.Reason);
        Assert.StartsWith("CUDA: ", run.Failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_OnCudaThatIsNotThere_SaysWhatIsMissing()
    {
        var result = await RunnerCommand.RunAsync(
            "generate", "--model", lab.Model, "--prompt", "a", "--device", "cuda");

        Assert.True(result.ExitCode == 3, result.Error);
        Assert.StartsWith("w2s: CUDA: ", result.Error, StringComparison.Ordinal);
    }
}
