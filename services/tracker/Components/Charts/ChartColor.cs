using WeakToStrong.Experiments.Reporting;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>
/// Names of the stylesheet's colours for things that are drawn. A system has the same one on every chart; what has none
/// of its own takes the next of the series. The name is also a class that sets <c>--system</c>.
/// </summary>
public static class ChartColor
{
    private const int SeriesCount = 10;

    /// <summary>Colour of the n-th thing, counted from 0.</summary>
    public static string Series(int index) => $"series-{(index % SeriesCount) + 1}";

    /// <summary>Colour of a system of a report, by its name and, for a method, by its kind of training.</summary>
    /// <param name="system">base, supervisor, ceiling or the name of a method.</param>
    /// <param name="method">sft, dpo, ppo…; null where it is not known.</param>
    /// <param name="index">Its place among the systems, for those without a colour of their own.</param>
    public static string System(string system, string? method = null, int index = 0) => system switch
    {
        SystemNames.Base => "system-base",
        SystemNames.Supervisor => "system-supervisor",
        SystemNames.Ceiling => "system-ceiling",
        _ => (method ?? system) switch
        {
            "sft" => "system-sft",
            "dpo" => "system-dpo",
            "ppo" or "rlhf" => "system-rlhf",
            _ => Series(index),
        },
    };
}
