using WeakToStrong.Experiments;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Launching;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>Launches what the page ordered; the runs of a sweep get its tag.</summary>
internal sealed class Launcher(ExperimentDesk desk, Tags tags, ApiOptions options)
{
    private const string TagPrefix = "sweep: ";

    // Without a token nobody but the user of this machine gets here; with one it may be anybody.
    private string? Author => options.Token is null ? Environment.UserName : null;

    /// <summary>The tag of a sweep of this name, as long as tags may be.</summary>
    public static string TagOf(string name) =>
        Tags.Normal((TagPrefix + name)[..Math.Min(TagPrefix.Length + name.Length, Tags.MaxLength)]);

    /// <param name="order">What to launch.</param>
    /// <param name="launched">Told of each run once it is there and has its tag.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">Something is wrong with one of them; none is launched.</exception>
    public Task LaunchAsync(LaunchOrder order, Action<Guid> launched, CancellationToken cancellationToken) =>
        desk.LaunchAllAsync(
            [.. LaunchReader.Submissions(order).Select(submission => submission with { Author = Author })],
            async id =>
            {
                if (order.Tag is { } tag)
                    await tags.SetAsync(id, [tag], cancellationToken);
                launched(id);
            },
            cancellationToken);
}
