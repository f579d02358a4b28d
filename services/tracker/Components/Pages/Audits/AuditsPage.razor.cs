using System.Globalization;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>What was audited, when, how far, and what came of it; and whether that changes over time.</summary>
public sealed partial class AuditsPage(AuditsReader reader)
{
    private static readonly ChartAxis Differences = new() { Min = 0 };

    private (IReadOnlyList<AuditDrift>? Drifts, DriftChart Chart) _drawn = (null, DriftChart.Of([]));

    [SupplyParameterFromQuery(Name = "name")]
    private string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? PageNumber { get; set; }

    protected override object Asked => Query;

    private AuditsQuery Query => AuditsQuery.Of(Name, PageNumber);

    private DriftChart Chart
    {
        get
        {
            var drifts = Model?.Drifts ?? [];
            if (_drawn.Drifts != drifts)
                _drawn = (drifts, DriftChart.Of(drifts));
            return _drawn.Chart;
        }
    }

    private IReadOnlyList<Choice<string>> NameChoices =>
        [new("", "all experiments"), .. (Model?.Names ?? []).Select(name => new Choice<string>(name, name))];

    private string Invitation => Model?.Suggested is null
        ? "An audit executes a finished run again and compares the bits. There is no finished run yet."
        : "An audit executes a finished run again, wholly or in part, and compares the bits.";

    protected override Task<AuditsModel> LoadAsync(CancellationToken cancellationToken) =>
        reader.ReadAsync(Query, cancellationToken);

    private void Choose(string name) => Navigation.Choose(("name", name), ("page", null));

    private void Turn(int page) =>
        Navigation.Choose(("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null));
}
