using System.Globalization;
using System.Text;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>
/// A table as other programs read it (RFC 4180): numbers in full and with a point, texts in quotes where they need it.
/// </summary>
public sealed class CsvText
{
    private const string Mark = "'";

    private readonly StringBuilder _text = new();

    /// <summary>Adds a line of texts, numbers and nulls.</summary>
    public CsvText Line(params IEnumerable<object?> cells)
    {
        _text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        return this;
    }

    public override string ToString() => _text.ToString();

    private static string Cell(object? value) => value switch
    {
        null => "",
        double number when !double.IsFinite(number) => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => Quoted(other.ToString(null, CultureInfo.InvariantCulture)),
        _ => Quoted(Harmless(value.ToString() ?? "")),
    };

    // A spreadsheet computes what begins so, whoever wrote it.
    private static string Harmless(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]
        ? Mark + text
        : text;

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
