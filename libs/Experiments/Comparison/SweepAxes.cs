using System.Globalization;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>An option that a sweep varies, and how it is laid out.</summary>
public sealed record SweepAxis
{
    public required string Path { get; init; }

    /// <summary>Every value is a number; else they are words.</summary>
    public required bool IsNumber { get; init; }

    /// <summary>All are above 0 and so far apart that their sizes would hide the small ones.</summary>
    public required bool IsLogarithmic { get; init; }

    /// <summary>One per run, as it is written; null where the run does not have it.</summary>
    public required IReadOnlyList<string?> Values { get; init; }

    /// <summary>The number of a value; null for a word.</summary>
    public static double? NumberOf(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) ? number : null;
}

/// <summary>Finds what a sweep varies.</summary>
public static class SweepAxes
{
    private const double FarApart = 20;

    /// <summary>
    /// The options that differ between runs, those of one method and those that are of no method, in the runs' order.
    /// </summary>
    public static IReadOnlyList<SweepAxis> Of(IReadOnlyList<ExperimentOptions> runs, string method)
    {
        var own = runs.Select(run => new ExperimentOptions
        {
            Sections = [.. run.Sections.Where(section => section.Method is null || section.Method == method)],
        });
        return [.. OptionDiff.Of([.. own], hideEqual: true).Select(AxisOf)];
    }

    private static SweepAxis AxisOf(OptionRow option)
    {
        var numbers = option.Values.Where(value => value is not null).Select(SweepAxis.NumberOf).ToArray();
        var isNumber = numbers.All(number => number is not null);
        return new SweepAxis
        {
            Path = option.Path,
            IsNumber = isNumber,
            IsLogarithmic = isNumber && numbers.Min() > 0 && numbers.Max() / numbers.Min() >= FarApart,
            Values = option.Values,
        };
    }
}
