using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Reads what the view that is asked for needs, and no more.</summary>
public sealed class CompareReader(
    RunSetReader runs, ReportShelf reports, GlanceReader glance, CurveReader curves)
{
    /// <param name="query">What is asked for.</param>
    /// <param name="detail">How much of it; see <see cref="CompareDetail"/>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<CompareModel> ReadAsync(
        CompareQuery query, CompareDetail detail, CancellationToken cancellationToken)
    {
        var set = await runs.ReadAsync(query, cancellationToken);
        var model = new CompareModel
        {
            Runs = [.. set.Runs.Select(run => run.Title)],
            Missing = set.Missing,
            LeftOutCount = set.LeftOutCount,
        };
        return query.View switch
        {
            _ when set.Runs.Count == 0 => model,
            CompareView.Curves => model with
            {
                Curves = await curves.ReadAsync(set, query, detail, cancellationToken),
            },
            CompareView.Options => model with
            {
                Options = OptionsReader.Read(set, query, detail == CompareDetail.Whole),
            },
            // Reports and judged answers are files, and many: the page goes on hearing what is pressed meanwhile.
            _ => await Task.Run(() => WithResults(model, set, query, detail), cancellationToken),
        };
    }

    private CompareModel WithResults(CompareModel model, RunSet set, CompareQuery query, CompareDetail detail)
    {
        var found = set.Runs.Select(reports.Of).ToArray();
        var rows = found.Select(report => report.Rows).ToArray();
        var isWhole = detail == CompareDetail.Whole;
        var told = model with
        {
            EqualRuns =
            [
                .. EqualReports.Of([.. found.Select(report => report.Digest)])
                    .Select(group => group.Select(place => set.Runs[place].Title.Label).ToArray()),
            ],
            WithoutReport =
            [
                .. set.Runs.Zip(found, (run, report) => (run.Title.Label, report.Why))
                    .Where(entry => entry.Why is not null)
                    .Select(entry => new RunWithoutReport(entry.Label, entry.Why!)),
            ],
        };
        return query.View switch
        {
            CompareView.Results => told with
            {
                Results = ResultsReader.Read(set, rows, query, isWhole ? null : CompareQuery.RowsPerPage),
            },
            CompareView.Sweep => told with { Sweep = SweepReader.Read(set, rows, query, isWhole) },
            _ => told with { Glance = glance.Read(set, rows, query) },
        };
    }
}

/// <summary>How much is read.</summary>
public enum CompareDetail
{
    /// <summary>
    /// What is seen before a browser's scripts draw. It travels with the page and back, so curves have few points.
    /// </summary>
    Preview,

    /// <summary>As much as a screen shows.</summary>
    Screen,

    /// <summary>All of it, for a file.</summary>
    Whole,
}
