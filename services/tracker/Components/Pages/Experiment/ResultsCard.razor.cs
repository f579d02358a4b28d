using System.Globalization;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Pages.Experiments;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>What a report says: every system with its intervals, and every seed by itself.</summary>
public sealed partial class ResultsCard
{
    private const int ShownDigits = 8;

    [Parameter, EditorRequired]
    public required Report Report { get; set; }

    [Parameter]
    public IReadOnlyList<MethodOutline> Methods { get; set; } = [];

    private string Means => Report.Seeds.Count == 1
        ? "of one seed: no intervals"
        : $"means over {Report.Seeds.Count} seeds, 95 % intervals";

    private IReadOnlyList<IntervalBar> Bars { get; set; } = [];

    protected override void OnParametersSet() => Bars =
    [
        .. from row in Report.Summary
           where row.Pgr is not null && SystemNames.IsMethod(row.System)
           select new IntervalBar
           {
               Id = row.System,
               Name = row.System,
               Color = SystemName.ColorOf(row.System, Methods),
               Value = row.Pgr!.Mean,
               Low = row.Pgr.Low,
               High = row.Pgr.High,
           },
    ];

    private static string KeyOf(ReportRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"{row.System}/{row.Seed}");

    private static string ShortOf(string digest) => digest.Length > ShownDigits ? digest[..ShownDigits] : digest;

    private string? WhyNoPgr(string system) => SystemNames.IsMethod(system)
        ? Report.Rows.FirstOrDefault(row => row.System == system && row.PgrReason is not null)?.PgrReason
        : "Supervisor and ceiling are the ends of the gap";
}
