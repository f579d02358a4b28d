using WeakToStrong.Experiments.Reporting;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>
/// What people call a system; reports, files and addresses have its own name. A system is called the same on every
/// page.
/// </summary>
internal static class SystemTitle
{
    public static string Of(string system) => system == SystemNames.Base ? "untuned student" : system;
}
