using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker;
using WeakToStrong.Workers;

namespace WeakToStrong.W2s.Embedded;

/// <summary>
/// What the embedded mode is made of, whether a command hosts it for one run or a server for as long as it is wanted.
/// </summary>
internal static class EmbeddedServices
{
    /// <summary>Tracker and one worker of both roles in this process, over SQLite and an in-memory bus.</summary>
    public static void AddEmbedded(
        this IHostApplicationBuilder builder, TrackerOptions tracker, int slots, StepCatalogue catalogue)
    {
        var worker = new WorkerOptions
        {
            Roles = [StepHost.Trainer, StepHost.Labeler],
            StoreRoot = tracker.StoreRoot,
            SlotCount = slots,
            RunnerPath = RunnerCommand.Executable,
        };
        builder.AddServiceDefaults("w2s");
        // What goes wrong is said once, by the command; the libraries' own account of it is for debugging.
        if (!Failures.IsDebugging)
            builder.Logging.AddFilter((category, level) => level >= LogLevel.Warning && IsOurs(category));
        builder.Services.AddTracker(tracker, catalogue);
        builder.Services.AddBus(bus =>
        {
            bus.AddTrackerConsumers();
            bus.AddWorkerConsumers(worker);
        });
        builder.Services.AddWorker(worker);
    }

    private static bool IsOurs(string? category) =>
        category?.StartsWith("WeakToStrong.", StringComparison.Ordinal) ?? false;
}
