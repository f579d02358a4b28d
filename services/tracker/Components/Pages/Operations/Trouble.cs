using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Operations;

/// <summary>Something that is wrong, and what to do about it.</summary>
/// <param name="IsSerious">Work stands still, or soon will.</param>
/// <param name="What">One sentence.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Anchor">The part of the page that has the details.</param>
public sealed record Trouble(bool IsSerious, string What, string Advice, string Anchor)
{
    private const double LittleRoom = 0.10;
    private const double NoRoom = 0.03;
    private const long LittleBytes = 4L << 30;
    private const long NoBytes = 1L << 30;

    private static readonly StepHost[] WorkerHosts = [StepHost.Trainer, StepHost.Labeler];

    /// <summary>All that is wrong, the serious first.</summary>
    public static IReadOnlyList<Trouble> Find(
        SystemView view, IReadOnlyList<ServiceRow> services, DateTimeOffset now) =>
    [
        .. OfServices(services)
            .Concat(OfWorkers(view, now)).Concat(OfLeases(view, now)).Concat(OfBroker(view)).Concat(OfDisk(view.Store))
            .OrderByDescending(trouble => trouble.IsSerious),
    ];

    private static IEnumerable<Trouble> OfServices(IReadOnlyList<ServiceRow> services) =>
        from service in services
        where service.Tone == Tone.Bad
        select new Trouble(
            true, $"{service.Name} is {(service.IsHealthy == false ? "unhealthy" : service.State)}.",
            "The app host starts it again by itself; if that does not last, its log says why.", "services");

    private static IEnumerable<Trouble> OfWorkers(SystemView view, DateTimeOffset now)
    {
        var heard = view.Workers.Where(worker => worker.IsThere(now)).ToArray();
        foreach (var host in WorkerHosts.Where(host => !heard.Any(worker => worker.Roles.Contains(host))))
        {
            var name = host.ToString().ToLowerInvariant();
            var waiting = view.Queues.Where(queue => queue.Host == host).Sum(queue => queue.StepCount);
            yield return new Trouble(
                waiting > 0,
                waiting > 0
                    ? $"No {name} is connected, and {Numbers.Count(waiting)} of its steps wait."
                    : $"No {name} is connected.",
                $"Start one, or look into the {name}'s log.", "workers");
        }
        foreach (var worker in view.Workers.Where(worker => !worker.IsThere(now)))
            yield return new Trouble(
                false,
                $"The {string.Join(" and ", worker.Roles).ToLowerInvariant()} on {worker.MachineName} "
                    + $"has not been seen for {Numbers.Duration(now - worker.HeardAt)}.",
                "If it was not stopped, look at its machine.", "workers");
    }

    private static IEnumerable<Trouble> OfLeases(SystemView view, DateTimeOffset now) =>
        from attempt in view.Attempts
        where attempt.LeaseUntil < now
        select new Trouble(
            false,
            $"{attempt.StepName ?? attempt.StepKey[..12]} on {attempt.MachineName} has not been heard since its lease.",
            "It is given to another worker within moments and goes on from its checkpoint.", "leases");

    private static IEnumerable<Trouble> OfBroker(SystemView view)
    {
        if (view.Broker is { Problem: not null } silent)
            yield return new Trouble(
                true, $"The broker {silent.Address} cannot be reached.",
                "Steps that run go on; nothing new is sent until it answers.", "queues");
        if (view.Broker is { DeadLetterCount: > 0 and var count })
            yield return new Trouble(
                false, $"{Numbers.Count(count)} {(count == 1 ? "message was" : "messages were")} put aside.",
                "Read why below; replay what should be tried again and discard the rest.", "dead-letters");
    }

    private static IEnumerable<Trouble> OfDisk(StoreStatus store)
    {
        var share = (double)store.FreeBytes / Math.Max(1, store.DiskBytes);
        var isSerious = share < NoRoom || store.FreeBytes < NoBytes;
        if (isSerious || (share < LittleRoom && store.FreeBytes < 16 * LittleBytes) || store.FreeBytes < LittleBytes)
            yield return new Trouble(
                isSerious,
                $"The disk of the store is {(isSerious ? "nearly full" : "filling")}: "
                    + $"{Numbers.Bytes(store.FreeBytes)} are free.",
                "Remove runs that nobody needs, then collect what they leave.", "storage");
    }
}
