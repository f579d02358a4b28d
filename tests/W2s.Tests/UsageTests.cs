namespace WeakToStrong.W2s.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("frobnicate")]
    [InlineData("run")]
    [InlineData("data")]
    [InlineData("list", "--frobnicate")]
    [InlineData("frobnicate", "--help")]
    [InlineData("data", "frobnicate", "--help")]
    [InlineData("generate", "--model", "m", "--prompt", "p", "--speculation", "foo")]
    [InlineData("run", "x.yaml", "--slots", "0")]
    [InlineData("run", "x.yaml", "--slots", "many")]
    [InlineData("up", "--trainers", "0")]
    [InlineData("up", "--port", "70000")]
    [InlineData("publish")]
    [InlineData("publish", "compose")]
    [InlineData("publish", "helm", "-o", "d")]
    [InlineData("generate", "--model", "m")]
    [InlineData("correct", "--model", "m", "--question", "q")]
    [InlineData("correct", "--model", "m", "--question", "q", "--answer", "a", "--data", "d", "--out", "o")]
    public async Task Arguments_ThatAreWrong_ExitWithTwoAndSaySo(params string[] arguments)
    {
        var result = await CommandLineProcess.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.All(result.ErrorLines, line => Assert.StartsWith("w2s: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task NoArguments_Always_ShowTheCommands()
    {
        var result = await CommandLineProcess.RunAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("quickstart", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list", "--limit")]
    [InlineData("audit", "--level")]
    [InlineData("serve", "--audit-level")]
    [InlineData("align", "--port")]
    public async Task Help_OfAnOptionWithADefault_SaysItOnce(string command, string option)
    {
        var help = await CommandLineProcess.RunAsync(command, "--help");

        var text = help.Output.Split($"  {option} ")[1].Split("\n  --")[0];
        Assert.Equal(1, text.Split("default:").Length - 1);
    }

    [Theory]
    [InlineData("@file")]
    [InlineData("-1 degrees")]
    [InlineData("--answer")]
    public void Prompt_ThatLooksLikeAnArgument_IsAPrompt(string prompt)
    {
        var parsed = CommandLine.Parse(["generate", "--model", "m", "--prompt", prompt]);

        Assert.Empty(parsed.Errors);
    }
}
