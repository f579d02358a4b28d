using WeakToStrong.W2s.Tests.Browser;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("WeakToStrong.W2s.Tests.LongestFirst", "WeakToStrong.W2s.Tests")]

namespace WeakToStrong.W2s.Tests;

/// <summary>Begins with the two long rows of browser tests, so that neither goes on alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.DisplayName is SharedDashboard.Name or SharedRealRun.Name
            ? 0
            : 1);
}
