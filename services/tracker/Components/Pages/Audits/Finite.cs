namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>What travels with a page as JSON has no number that is not one.</summary>
internal static class Finite
{
    public static double? Or(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
