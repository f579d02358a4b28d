using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.DeadLetters;

namespace WeakToStrong.Tracker.Components.Pages.Operations;

/// <summary>Everything that the page shows.</summary>
public sealed record SystemModel
{
    /// <summary>Runs and steps are not counted in it.</summary>
    public required SystemView View { get; init; }

    public required IReadOnlyList<ServiceRow> Services { get; init; }

    /// <summary>Messages that were put aside; null while the broker does not answer.</summary>
    public required DeadLetterList? Letters { get; init; }

    /// <summary>What is wrong, the worst first; none: everything is well.</summary>
    public required IReadOnlyList<Trouble> Troubles { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>For how long an attempt is believed to live after it was heard.</summary>
    public required TimeSpan LeaseDuration { get; init; }
}
