using WeakToStrong.Runner.Tests.Support;

namespace WeakToStrong.Runner.Tests.Commands;

/// <summary><c>selftest</c>.</summary>
public sealed class SelfTestCommandTests
{
    [Fact]
    public async Task SelfTest_OfTheCpu_PassesEveryCheckInItsTypes()
    {
        var report = (await RunnerCommand.RunAsync("selftest", "--json")).Json;

        var checks = report["checks"]!.AsArray();
        Assert.True((bool)report["passed"]!, report.ToJsonString());
        Assert.All(checks, check => Assert.InRange((double)check!["error"]!, 0, (double)check["bound"]!));
        Assert.Equal(
            ["float64", "float32", "bfloat16"],
            checks.Where(check => (string?)check!["check"] == "attention and gradients")
                .Select(check => (string?)check!["dtype"]));
        // Float32 rounds: a comparison of a place with itself would find nothing.
        Assert.Contains(checks, check => (double)check!["error"]! > 1e-8);
    }

    [Fact]
    public async Task SelfTest_OfCudaThatIsNotThere_SaysWhatIsMissing()
    {
        var result = await RunnerCommand.RunAsync("selftest", "--device", "cuda");

        Assert.True(result.ExitCode == 3, result.Error);
        Assert.Equal("", result.Output);
        Assert.StartsWith("w2s: CUDA: ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("100000")]
    public async Task SelfTest_WithThreadsThatAreNotAllowed_SaysHowManyAre(string threads) =>
        (await RunnerCommand.RunAsync("selftest", "--threads", threads))
            .AssertWrongInput("--threads", "between 1 and 256");

    [Fact]
    public async Task SelfTest_OfAnUnknownDevice_SaysWhichAreKnown() =>
        (await RunnerCommand.RunAsync("selftest", "--device", "tpu"))
            .AssertWrongInput("--device", "'tpu'", "cpu and cuda");
}
