using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class EqualReportsTests
{
    [Fact]
    public void Of_SomeDigestsTwice_AreGroups() =>
        Assert.Equal([[0, 3], [2, 5]], EqualReports.Of(["a", null, "b", "a", null, "b", "c"]));
}
