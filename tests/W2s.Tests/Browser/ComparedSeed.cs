using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods;
using WeakToStrong.Tracker;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Components.Pages.Compare;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>Runs that can be compared, in the store of a server.</summary>
internal static class ComparedSeed
{
    /// <summary>All of them in one comparison.</summary>
    public const string All =
        $"/compare?runs={ComparedRuns.Low}~{ComparedRuns.High}~{ComparedRuns.Again}~{ComparedRuns.Broken}";

    public static async Task AddAsync(string store)
    {
        var services = new ServiceCollection();
        services.AddTrackerStore(new TrackerOptions { StoreRoot = store }, MethodCatalogue.Create());
        await using var provider = services.BuildServiceProvider();
        await ComparedRuns.AddAsync(
            provider.GetRequiredService<TrackerDatabase>(), provider.GetRequiredService<ArtifactStore>());
    }
}
