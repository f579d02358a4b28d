using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>A curve the size of a word. Values that are not finite are gaps.</summary>
public sealed partial class Sparkline
{
    private const int Width = 84;
    private const int Height = 22;
    private const double Margin = 2.5;

    [Parameter, EditorRequired]
    public required IReadOnlyList<double?> Values { get; set; }

    /// <summary>What is drawn: the name of the metric.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    private string? Line { get; set; }

    private (string X, string Y) End { get; set; }

    private string Said { get; set; } = "";

    protected override void OnParametersSet()
    {
        var finite = Values.OfType<double>().Where(double.IsFinite).ToArray();
        Line = null;
        if (finite.Length == 0)
            return;
        var (low, high) = (finite.Min(), finite.Max());
        Draw(low, high > low ? high - low : 1);
        Said = $"{Label}: {Numbers.Value(finite[0])} to {Numbers.Value(finite[^1])}, least {Numbers.Value(low)}";
    }

    private void Draw(double low, double span)
    {
        var path = new StringBuilder();
        var isPenDown = false;
        var step = (Width - (2 * Margin)) / Math.Max(1, Values.Count - 1);
        foreach (var (index, value) in Values.Index())
        {
            if (value is not { } number || !double.IsFinite(number))
            {
                isPenDown = false;
                continue;
            }
            var height = (number - low) / span * (Height - (2 * Margin));
            End = (Text(Margin + (index * step)), Text(Height - Margin - height));
            path.Append(isPenDown ? 'L' : 'M').Append(End.X).Append(' ').Append(End.Y);
            isPenDown = true;
        }
        Line = path.ToString();
    }

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
