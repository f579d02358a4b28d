using WeakToStrong.Tracker.Api.Status;

namespace WeakToStrong.Tracker.Components.Pages.Operations;

/// <summary>Looks at the whole system, and says what of it is wrong.</summary>
internal sealed class SystemReader(
    SystemStatus status, BrokerMeter broker, TrackerOptions options, TimeProvider time)
{
    public async Task<SystemModel> ReadAsync(CancellationToken cancellationToken)
    {
        var view = await status.LookAsync(cancellationToken);
        var services = ServiceRow.Of(view);
        var now = time.GetUtcNow();
        return new SystemModel
        {
            View = view,
            Services = services,
            Letters = (await broker.LookAsync(cancellationToken)).Letters,
            Troubles = Trouble.Find(view, services, now),
            SeenAt = now,
            LeaseDuration = options.LeaseDuration,
        };
    }
}
