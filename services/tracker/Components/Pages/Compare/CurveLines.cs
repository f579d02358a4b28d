using System.Globalization;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Curves;
using WeakToStrong.Tracker.Components.Charts;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Makes lines of curves: grouped, coloured, and few enough to be drawn.</summary>
internal static class CurveLines
{
    public const int MaxLines = 120;
    public const int MaxPointsPerLine = 1000;

    private const int MaxPoints = 24_000;
    private const int MaxPreviewPoints = 1200;
    private const int FewestPoints = 10;

    /// <summary>All that the curves say; what they were chosen from is for the reader to add.</summary>
    public static CurvesModel Of(RunSet set, CompareQuery query, CompareDetail detail, ReadCurves read)
    {
        var groups = Grouped(set, query, read.Curves);
        var drawn = detail == CompareDetail.Whole ? groups : [.. groups.Take(MaxLines)];
        var extent = ExtentOf(read.Curves);
        var look = LookOf(query, detail, extent, drawn.Count);
        var coloring = ColoringOf(groups, set, query);
        var lines = Stroked(
            [.. drawn.Select((group, index) => LineOf(group, ColorOf(group, set, coloring, index), look))]);
        var isLogarithmic = query.IsLogarithmic && lines.Any(line => line.Y.Any(value => value > 0));
        var hidden = query.IsLogarithmic ? lines.Count(HasNoLogarithm) : 0;
        return new CurvesModel
        {
            Metrics = [],
            Metric = null,
            Steps = [],
            Groups = GroupChoices(set),
            Lines = isLogarithmic ? [.. lines.Select(Logarithmic)] : lines,
            IsByRun = coloring == Coloring.ByRun,
            IsLogarithmic = isLogarithmic,
            Extent = extent,
            Notes = [.. Notes(query, read, groups.Count, drawn.Count, isLogarithmic, hidden)],
        };
    }

    private static List<CurveGroup> Grouped(RunSet set, CompareQuery query, IReadOnlyList<MeasuredCurve> curves)
    {
        if (query.Group == CompareQuery.BySeed)
            return
            [
                .. curves.GroupBy(curve => curve.StepKey, StringComparer.Ordinal).Select(group => OneOf(group, set)),
            ];
        var byRun = KeysOf(set, query.Group);
        return [.. curves
            .GroupBy(curve => (curve.Step, Key: byRun[curve.Run]))
            .Select(group => new CurveGroup
            {
                Id = $"{group.Key.Step}~{group.Key.Key}",
                Name = group.Key.Key.Length == 0 || set.Runs.Count == 1
                    ? group.Key.Step
                    : $"{group.Key.Step} · {group.Key.Key}",
                Curves = [.. group],
                IsOverSeeds = true,
            })];
    }

    // The same step in several runs is one curve.
    private static CurveGroup OneOf(IGrouping<string, MeasuredCurve> group, RunSet set)
    {
        var first = group.First();
        var seed = first.Seed is { } number ? $" · seed {number}" : "";
        var run = set.Runs.Count == 1 ? "" : $" · {set.Runs[first.Run].Title.Tag}";
        var more = group.Select(curve => curve.Run).Distinct().Count() - 1;
        return new CurveGroup
        {
            Id = group.Key,
            Name = $"{first.Step}{run}{seed}{(more > 0 ? $" and {more} more" : "")}",
            Curves = [first],
            IsOverSeeds = false,
        };
    }

    /// <summary>What each run is grouped by, in words.</summary>
    private static string[] KeysOf(RunSet set, string? group)
    {
        if (group == CompareQuery.ByStep)
            return [.. set.Runs.Select(_ => "")];
        return OptionsThatDiffer(set).FirstOrDefault(option => option.Path == group) is { } chosen
            ? [.. chosen.Values.Select(value => $"{chosen.Path} = {value ?? "none"}")]
            : [.. set.Runs.Select(run => run.Title.Tag)];
    }

    private static IReadOnlyList<GroupChoice> GroupChoices(RunSet set) =>
        [
            new("", set.Runs.Count == 1 ? "Mean over seeds" : "Mean over seeds of each run"),
            new(CompareQuery.BySeed, "No group: every seed"),
            .. set.Runs.Count == 1 ? [] : (GroupChoice[])[new(CompareQuery.ByStep, "All runs together")],
            .. OptionsThatDiffer(set).Select(option => new GroupChoice(option.Path, $"By {option.Path}")),
        ];

    private static IReadOnlyList<OptionRow> OptionsThatDiffer(RunSet set) =>
        OptionDiff.Of([.. set.Runs.Select(run => run.Options)], hideEqual: true);

    private static AxisRange? ExtentOf(IReadOnlyList<MeasuredCurve> curves) => curves.Count == 0
        ? null
        : new AxisRange(
            curves.Min(curve => curve.Curve.Points[0].X), curves.Max(curve => curve.Curve.Points[^1].X));

    private static CurveLook LookOf(CompareQuery query, CompareDetail detail, AxisRange? extent, int lineCount)
    {
        var points = detail == CompareDetail.Preview ? MaxPreviewPoints : MaxPoints;
        return new CurveLook
        {
            Smoothing = query.Smoothing / 100.0,
            Range = extent is null ? 0 : extent.Max - extent.Min,
            MaxPoints = detail == CompareDetail.Whole
                ? MaxPointsPerLine
                : Math.Clamp(points / Math.Max(1, lineCount), FewestPoints, MaxPointsPerLine),
            Part = query.ZoomRange is { } zoom ? (zoom.Min, zoom.Max) : null,
        };
    }

    private static LineSeries LineOf(CurveGroup group, string color, CurveLook look)
    {
        var drawn = group.IsOverSeeds && group.Curves.Count > 1
            ? CurveDrawing.OfSeeds(
                [.. group.Curves.Select((curve, place) => new SeedCurve(curve.Seed ?? -1 - place, curve.Curve))], look)
            : CurveDrawing.OfOne(group.Curves[0].Curve, look);
        return new LineSeries
        {
            Id = group.Id,
            Name = group.Name,
            Color = color,
            X = [.. drawn.X.Select(x => Rounded(x, 8))],
            Y = Rounded(drawn.Y)!,
            Low = Rounded(drawn.Low),
            High = Rounded(drawn.High),
            Smooth = Rounded(drawn.Smooth),
            Pale = group.Curves[0].Step != group.Curves[0].System,
        };
    }

    // A system has its colour as everywhere. Where there is but one step, colours are for what it is compared over.
    private static Coloring ColoringOf(IReadOnlyList<CurveGroup> groups, RunSet set, CompareQuery query)
    {
        if (set.Runs.Count == 1 || query.Group == CompareQuery.ByStep
            || groups.DistinctBy(group => group.Curves[0].Step).Count() > 1)
            return Coloring.BySystem;
        return groups.All(group => group.Curves.DistinctBy(curve => curve.Run).Count() == 1)
            ? Coloring.ByRun
            : Coloring.ByGroup;
    }

    private static string ColorOf(CurveGroup group, RunSet set, Coloring coloring, int index) => coloring switch
    {
        Coloring.ByRun => set.Runs[group.Curves[0].Run].Title.Color,
        Coloring.ByGroup => ChartColor.Series(index),
        _ => set.ColorOf(group.Curves[0].System),
    };

    // Lines of one colour are told apart by their patterns.
    private static LineSeries[] Stroked(IReadOnlyList<LineSeries> lines)
    {
        var strokes = new Dictionary<(string Color, bool Pale), int>();
        return [.. lines.Select(line =>
        {
            var look = (line.Color, line.Pale);
            var stroke = strokes[look] = strokes.GetValueOrDefault(look, -1) + 1;
            return line with { Stroke = stroke };
        })];
    }

    private static IReadOnlyList<double?>? Rounded(IReadOnlyList<double?>? values) =>
        values is null ? null : [.. values.Select(value => value is { } number ? Rounded(number, 6) : value)];

    // More digits than a screen has are not sent.
    private static double Rounded(double value, int digits) => double.IsFinite(value)
        ? double.Parse(value.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : value;

    private static bool HasNoLogarithm(LineSeries line) => line.Y.Any(value => value <= 0);

    private static LineSeries Logarithmic(LineSeries line) => line with
    {
        Y = Above(line.Y)!,
        Smooth = Above(line.Smooth),
        // A band that reaches 0 has no lower end to draw.
        Low = line.Low?.Zip(line.High!, (low, high) => low > 0 && high > 0 ? low : null).ToArray(),
        High = line.Low?.Zip(line.High!, (low, high) => low > 0 && high > 0 ? high : null).ToArray(),
    };

    private static IReadOnlyList<double?>? Above(IReadOnlyList<double?>? values) =>
        values is null ? null : [.. values.Select(value => value > 0 ? value : null)];

    private static IEnumerable<string> Notes(
        CompareQuery query, ReadCurves read, int groupCount, int drawnCount, bool isLogarithmic, int hiddenCount)
    {
        if (drawnCount < groupCount)
            yield return $"{drawnCount} of {groupCount} lines are drawn: group them, or choose fewer steps.";
        if (read.LeftOut > 0)
            yield return $"{read.LeftOut} curves are left out: they have more points than can be read at once.";
        if (read.WithoutAxis > 0)
            yield return $"{read.WithoutAxis} curves are left out: {WhyNoAxis(query.Axis)}.";
        if (hiddenCount > 0)
            yield return isLogarithmic
                ? $"{hiddenCount} lines have values of 0 or less, which a logarithmic scale cannot show."
                : "The scale is linear: all values are 0 or less.";
    }

    private static string WhyNoAxis(CurveX axis) => axis switch
    {
        CurveX.Tokens => "their steps did not count tokens",
        _ => "it was not noted when their values were measured",
    };

    private enum Coloring
    {
        BySystem,
        ByRun,
        ByGroup,
    }

    private sealed record CurveGroup
    {
        public required string Id { get; init; }

        public required string Name { get; init; }

        public required IReadOnlyList<MeasuredCurve> Curves { get; init; }

        public required bool IsOverSeeds { get; init; }
    }
}
