using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>A number that a report has of every system; of all of them more is better.</summary>
public sealed class Measure
{
    private readonly Func<ReportRow, double?> _ofRow;
    private readonly Func<SystemSummary, MeanInterval?> _ofSummary;

    private Measure(string name, Func<ReportRow, double?> ofRow, Func<SystemSummary, MeanInterval?> ofSummary) =>
        (Name, _ofRow, _ofSummary) = (name, ofRow, ofSummary);

    public static Measure Quality { get; } = new("quality", row => row.Quality, summary => summary.Quality);

    public static Measure Helpfulness { get; } =
        new("helpfulness", row => row.Helpfulness, summary => summary.Helpfulness);

    public static Measure Harmlessness { get; } =
        new("harmlessness", row => row.Harmlessness, summary => summary.Harmlessness);

    /// <summary>Performance gap recovered; a seed without a gap has none.</summary>
    public static Measure Pgr { get; } = new("pgr", row => row.Pgr, summary => summary.Pgr);

    public static IReadOnlyList<Measure> All { get; } = [Quality, Helpfulness, Harmlessness, Pgr];

    /// <summary>As the report's keys are.</summary>
    public string Name { get; }

    /// <summary>On one seed.</summary>
    public double? Of(ReportRow row) => _ofRow(row);

    /// <summary>Over the seeds of a run.</summary>
    public MeanInterval? Of(SystemSummary summary) => _ofSummary(summary);

    /// <summary>One system's values by seed, without the seeds that have none.</summary>
    public IReadOnlyDictionary<int, double> BySeed(IEnumerable<ReportRow> rows) =>
        rows.Where(row => Of(row) is not null)
            .ToDictionary(row => row.Seed, row => Of(row)!.Value);

    /// <summary>
    /// One system's mean and interval over seeds; a seed that several runs have counts once, with its mean. Null where
    /// no row has a value.
    /// </summary>
    public MeanInterval? OverSeeds(IEnumerable<ReportRow> rows) =>
        SeedBand.Of(
            from row in rows
            let value = Of(row)
            where value is not null
            select new SeedValue(0, row.Seed, value.Value)) is [var only] ? only.Value : null;

    public override string ToString() => Name;
}
