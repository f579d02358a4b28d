using WeakToStrong.Tracker.Components.Hosting;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components;

/// <summary>What a browser gets when a page could not be made.</summary>
public sealed partial class ErrorDocument(DashboardAssets files)
{
    private static readonly Problem What = new(
        "This page could not be made",
        "The tracker met an error that it did not expect.",
        "Its log has the details. Your runs go on: nothing depends on this page.");
}
