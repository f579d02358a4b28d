using WeakToStrong.Runner.SelfTest;
using static WeakToStrong.Torch.torch;

namespace WeakToStrong.Runner.Tests.SelfTest;

/// <summary>That a check of the self-test fails where it should.</summary>
public sealed class CheckTests
{
    private static readonly Place Single = new() { Device = CPU, Type = ScalarType.Float32 };

    [Theory]
    [InlineData(1e-3, 1e-3, false)]
    [InlineData(1e-6, 1e-6, true)]
    public void Check_OfAResultThatIsOff_FailsByItsRelativeError(double relative, double expected, bool passes)
    {
        var result = Check.Of("off", place =>
            [place.Draw("x", 100) * (place.UsesKernels ? 1 + relative : 1)]).Run(Single);

        Assert.InRange(result.Error, 0.5 * expected, 2 * expected);
        Assert.Equal(passes, result.Passed);
    }

    [Fact]
    public void Check_OfAResultThatIsNotFinite_Fails() =>
        Assert.False(Check.Of("nan", place => [place.Draw("x", 3) / (place.UsesKernels ? 0 : 1)]).Run(Single).Passed);

    [Fact]
    public void Check_OfAnotherShape_Fails() =>
        Assert.False(Check.Of("shape", place => [place.Draw("x", place.UsesKernels ? 3 : 4)]).Run(Single).Passed);

    [Fact]
    public void Check_ThatLibtorchRefuses_FailsWithWhatItSaid()
    {
        var result = Check.Of("refused", place => [place.Draw("x", 2, 3).mm(place.Draw("y", 2, 3))]).Run(Single);

        Assert.False(result.Passed);
        Assert.Contains("aten::mm", result.Problem, StringComparison.Ordinal);
    }
}
