using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>A value and its interval as one text.</summary>
internal static class Intervals
{
    public static string Text(double value, double? low, double? high) =>
        low is null || high is null
            ? Numbers.Value(value)
            : $"{Numbers.Value(value)} [{Numbers.Value(low)}, {Numbers.Value(high)}]";
}
