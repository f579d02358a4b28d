using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <content>The parts of the address.</content>
public sealed partial class ComparePage
{
    private CompareQuery Query => CompareQuery.Of(name => name switch
    {
        "runs" => Runs,
        "view" => Show,
        "baseline" => Baseline,
        "together" => Together,
        "wins" => Wins,
        "sort" => Sorting,
        "page" => PageNumber,
        "metric" => Metric,
        "x" => X,
        "smooth" => Smooth,
        "group" => Group,
        "steps" => Steps,
        "zoom" => Zoom,
        "scale" => Scale,
        "equal" => Equal,
        "columns" => Columns,
        "method" => Method,
        "outcome" => Outcome,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    });

    [SupplyParameterFromQuery(Name = "runs")]
    private string? Runs { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    private string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "baseline")]
    private string? Baseline { get; set; }

    [SupplyParameterFromQuery(Name = "together")]
    private string? Together { get; set; }

    [SupplyParameterFromQuery(Name = "wins")]
    private string? Wins { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sorting { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageNumber { get; set; }

    [SupplyParameterFromQuery(Name = "metric")]
    private string? Metric { get; set; }

    [SupplyParameterFromQuery(Name = "x")]
    private string? X { get; set; }

    [SupplyParameterFromQuery(Name = "smooth")]
    private string? Smooth { get; set; }

    [SupplyParameterFromQuery(Name = "group")]
    private string? Group { get; set; }

    [SupplyParameterFromQuery(Name = "steps")]
    private string? Steps { get; set; }

    [SupplyParameterFromQuery(Name = "zoom")]
    private string? Zoom { get; set; }

    [SupplyParameterFromQuery(Name = "scale")]
    private string? Scale { get; set; }

    [SupplyParameterFromQuery(Name = "equal")]
    private string? Equal { get; set; }

    [SupplyParameterFromQuery(Name = "columns")]
    private string? Columns { get; set; }

    [SupplyParameterFromQuery(Name = "method")]
    private string? Method { get; set; }

    [SupplyParameterFromQuery(Name = "outcome")]
    private string? Outcome { get; set; }
}
