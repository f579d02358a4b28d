using WeakToStrong.Transformer.Data;

namespace WeakToStrong.Transformer.Tests.Data;

public sealed class TokenSampleTests
{
    [Fact]
    public void ForResponse_PromptAndResponse_TargetsTheResponse()
    {
        var sample = TokenSample.ForResponse("q1", [5, 6], [7, 8, 9]);

        Assert.Equal([5, 6, 7, 8, 9], sample.Tokens);
        Assert.Equal([false, false, true, true, true], sample.TargetMask);
        Assert.Equal(3, sample.TargetCount);
    }

    [Fact]
    public void ForPretraining_Tokens_TargetsAllButTheFirst() =>
        Assert.Equal([false, true, true], TokenSample.ForPretraining("d", [5, 6, 7]).TargetMask);

    [Fact]
    public void ForResponse_NoPrompt_FirstTokenIsNoTarget() =>
        Assert.Equal([false, true], TokenSample.ForResponse("d", [], [5, 6]).TargetMask);

    [Fact]
    public void WithMask_FirstTokenMarked_IsNoTarget() =>
        Assert.Equal([false, false, true], TokenSample.WithMask("d", [5, 6, 7], [true, false, true]).TargetMask);

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void AfterPrompt_PromptOutside_NamesSample(int promptLength)
    {
        var error = Assert.Throws<ArgumentException>(() => TokenSample.AfterPrompt("q7", [5, 6], promptLength));

        Assert.Contains("'q7'", error.Message);
    }

    [Fact]
    public void WithMask_WrongInput_NamesSample()
    {
        Assert.Contains("'q7'", Assert.Throws<ArgumentException>(() => TokenSample.WithMask("q7", [], [])).Message);
        Assert.Contains("'q7'", Assert.Throws<ArgumentException>(() => TokenSample.WithMask("q7", [1], [])).Message);
        Assert.Contains("'q7'", Assert.Throws<ArgumentException>(() => TokenSample.ForPretraining("q7", [-1])).Message);
    }
}
