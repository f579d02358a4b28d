namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>What a chart's numbers are. The scripts' side of these records is Assets/src/charts/spec.ts.</summary>
public sealed record ChartAxis
{
    /// <summary>The share of the gap that a method recovered, which may be below 0 and above 1.</summary>
    public static ChartAxis Recovered { get; } = new() { Label = "PGR" };

    public string? Label { get; init; }

    public bool Log { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }
}

/// <summary>
/// A curve. All lists are as long as <see cref="X"/>, which ascends; a value that is null or not finite is a gap.
/// </summary>
public sealed record LineSeries
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>A name from <see cref="ChartColor"/>.</summary>
    public required string Color { get; init; }

    public required IReadOnlyList<double> X { get; init; }

    public required IReadOnlyList<double?> Y { get; init; }

    /// <summary>Least value of each bucket, or the lower end of an interval: drawn as a band up to High.</summary>
    public IReadOnlyList<double?>? Low { get; init; }

    /// <inheritdoc cref="Low"/>
    public IReadOnlyList<double?>? High { get; init; }

    /// <summary>Given: drawn strong, and the raw curve faint behind it.</summary>
    public IReadOnlyList<double?>? Smooth { get; init; }

    /// <summary>The pattern that tells lines of one colour apart; 0 is solid.</summary>
    public int Stroke { get; init; }

    /// <summary>True for what belongs to a line of its colour and is not it.</summary>
    public bool Pale { get; init; }
}

/// <summary>A part of the x axis.</summary>
public sealed record AxisRange(double Min, double Max);

/// <summary>A point with intervals; an end that is null has none.</summary>
public sealed record IntervalPoint
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>What its colour stands for; the legend has each once.</summary>
    public string? Group { get; init; }

    /// <summary>Stands at the point, where its name would be too long; null: the name.</summary>
    public string? Label { get; init; }

    public required string Color { get; init; }

    public required double X { get; init; }

    public double? XLow { get; init; }

    public double? XHigh { get; init; }

    public required double Y { get; init; }

    public double? YLow { get; init; }

    public double? YHigh { get; init; }

    public string? Note { get; init; }
}

/// <summary>A bar with an interval; an end that is null has none.</summary>
public sealed record IntervalBar
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Bars of one group stand under its name; null: it stands alone.</summary>
    public string? Group { get; init; }

    /// <summary>What it is called within its group; null: its name.</summary>
    public string? Label { get; init; }

    public required string Color { get; init; }

    public required double Value { get; init; }

    public double? Low { get; init; }

    public double? High { get; init; }

    public string? Note { get; init; }
}

/// <summary>One upright axis of parallel coordinates: numbers, or the words that are its categories.</summary>
public sealed record ParallelAxis
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public IReadOnlyList<string>? Categories { get; init; }

    public bool Log { get; init; }
}

/// <summary>One line over all axes: a number, a word, or null for each.</summary>
public sealed record ParallelLine
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Color { get; init; }

    public required IReadOnlyList<object?> Values { get; init; }
}
