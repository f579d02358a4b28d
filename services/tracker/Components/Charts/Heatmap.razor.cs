using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>A number of a heat map; null where there is none. A marked one is told from chance.</summary>
public sealed record HeatCell(double? Value, string? Note = null, bool IsMarked = false);

/// <summary>
/// A table whose colours say what its numbers say: the win rate of each method against each other. Zero is in the
/// middle, 1 and -1 are the ends.
/// </summary>
public sealed partial class Heatmap
{
    private const int Shades = 5;
    private const int Digits = 2;

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Rows { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Columns { get; set; }

    /// <summary>What stands in a row and a column, both counted from 0.</summary>
    [Parameter, EditorRequired]
    public required Func<int, int, HeatCell?> Cell { get; set; }

    private static string Shade(double? value)
    {
        if (value is not { } number || !double.IsFinite(number))
            return "none";
        var strength = (int)Math.Round(Math.Min(1, Math.Abs(number)) * Shades);
        return strength == 0 ? "even" : number > 0 ? $"more-{strength}" : $"less-{strength}";
    }
}
