namespace WeakToStrong.Tracker.Metrics;

/// <summary>Which of a step's metrics says how its training goes.</summary>
public static class LossSeries
{
    /// <summary>The series named loss, else the first whose name says so, else none.</summary>
    public static T? Pick<T>(IEnumerable<T> series, Func<T, string> nameOf)
        where T : class => series.Where(each => nameOf(each).Contains("loss", StringComparison.Ordinal))
        .OrderByDescending(each => nameOf(each) == "loss").FirstOrDefault();
}
