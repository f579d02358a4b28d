using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>A difference to the pinned system; marked only where its interval excludes 0.</summary>
public sealed partial class DeltaText
{
    [Parameter, EditorRequired]
    public required DeltaView Delta { get; set; }

    // Of every measure more is better.
    private bool IsBetter => Delta.Difference.Mean > 0;

    private string Class => !Delta.IsSignificant ? "unclear" : IsBetter ? "better" : "worse";

    private string Said => Delta.IsOfFewerSeeds
        ? $"{Interval}. Only the seeds that both have count, so it is not the difference of the means shown"
        : Interval;

    private string Interval => Delta switch
    {
        { Difference.Low: null } => "One seed: no interval, so nothing is told from chance",
        { IsPaired: true, Difference.N: var pairs } => $"95 % interval over {pairs} pairs of equal seeds",
        { Difference.N: var seeds } => $"95 % interval of two means over {seeds} seeds, of which none are paired",
    };

    private static string Signed(double value) => value.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture);
}
