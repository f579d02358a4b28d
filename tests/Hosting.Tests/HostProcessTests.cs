namespace WeakToStrong.Hosting.Tests;

public sealed class HostProcessTests
{
    public static TheoryData<Exception, int> Failures => new()
    {
        { new WrongOptionException("wrong"), 2 },
        { new MissingPartException("missing"), 3 },
        { new FileNotFoundException("the orchestrator is missing"), 3 },
        { new HostRunningException("another host"), 1 },
        { new InvalidOperationException("two\nlines"), 1 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Failure_BeforeTheStart_IsOneLineAndAnExitCode(Exception failure, int expected)
    {
        using var error = new StringWriter();

        var code = await HostProcess.RunAsync(error, () => throw failure);

        Assert.Equal(expected, code);
        Assert.Equal($"w2s: {failure.Message.Replace('\n', ' ')}\n", error.ToString());
    }

    [Fact]
    public async Task Failure_WithinAnother_CountsByItself()
    {
        using var error = new StringWriter();

        var code = await HostProcess.RunAsync(
            error, () => throw new AggregateException(new WrongOptionException("wrong")));

        Assert.Equal((2, "w2s: wrong\n"), (code, error.ToString()));
    }
}
