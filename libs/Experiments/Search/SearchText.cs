using System.Globalization;
using System.Text;
using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Search;

/// <summary>Writes searches: names in full, texts in quotes, no bracket that is not needed.</summary>
internal static class SearchText
{
    /// <summary>Units of time as they are written, from the longest to the shortest.</summary>
    public static IReadOnlyList<(string Unit, TimeSpan Length)> Units { get; } =
    [
        ("w", TimeSpan.FromDays(7)),
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    public static string Of(SearchExpression expression) => expression switch
    {
        Everything => "",
        AllOf all => string.Join(" and ", all.Items.Select(item => Inside(item, item is AnyOf))),
        AnyOf any => string.Join(" or ", any.Items.Select(item => Inside(item, isBracketed: false))),
        Negation { Item: FieldComparison { Operator: SearchOperator.Equal or SearchOperator.Contains } item } =>
            Comparison(item, isNegated: true),
        Negation not => "not " + Inside(not.Item, not.Item is AllOf or AnyOf),
        // Without quotes it might be an option's name, if not today then in a later version.
        FreeText free => Quoted(free.Text),
        FieldComparison comparison => Comparison(comparison, isNegated: false),
        _ => throw new ArgumentException($"{expression.GetType().Name} has no text", nameof(expression)),
    };

    /// <summary>A dotted name; parts that would not read as one are quoted.</summary>
    public static string Path(IEnumerable<string> segments) => string.Join('.', segments.Select(segment =>
        segment.Length > 0 && segment.All(character => character != '.' && SearchLexer.IsWordCharacter(character))
            ? segment
            : Quoted(segment)));

    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
            _ = character is '"' or '\\' ? quoted.Append('\\').Append(character) : quoted.Append(character);
        return quoted.Append('"').ToString();
    }

    public static string Sign(SearchOperator @operator) => @operator switch
    {
        SearchOperator.Equal => "=",
        SearchOperator.Less => "<",
        SearchOperator.LessOrEqual => "<=",
        SearchOperator.Greater => ">",
        SearchOperator.GreaterOrEqual => ">=",
        _ => "~",
    };

    public static string Value(SearchValue value) => value switch
    {
        NumberValue { Number: var number } => Wording.Number(number),
        TextValue { Text: var text } => Quoted(text),
        DurationValue { Duration: var duration } => Duration(duration),
        DateValue { Start: var start, Precision: var precision } => start.ToString(
            precision switch
            {
                DatePrecision.Month => "yyyy-MM",
                DatePrecision.Day => "yyyy-MM-dd",
                DatePrecision.Minute => "yyyy-MM-dd'T'HH:mm",
                _ => "yyyy-MM-dd'T'HH:mm:ss",
            },
            CultureInfo.InvariantCulture),
        RelativeTime relative => (relative.IsDay ? "today" : "now") + Offset(relative.Offset),
        _ => throw new ArgumentException($"{value.GetType().Name} has no text", nameof(value)),
    };

    private static string Comparison(FieldComparison comparison, bool isNegated)
    {
        var values = comparison.Values.Select(Value).ToArray();
        if (values is not [var only])
            return $"{comparison.Field} {(isNegated ? "not in" : "in")} ({string.Join(", ", values)})";
        return $"{comparison.Field} {(isNegated ? "!" : "")}{Sign(comparison.Operator)} {only}";
    }

    private static string Inside(SearchExpression item, bool isBracketed) => isBracketed ? $"({Of(item)})" : Of(item);

    private static string Offset(TimeSpan offset) =>
        offset == TimeSpan.Zero ? "" : $" {(offset < TimeSpan.Zero ? '-' : '+')} {Duration(offset.Duration())}";

    /// <summary>In the largest unit that says it in a whole number.</summary>
    private static string Duration(TimeSpan duration)
    {
        var (unit, length) = Units.First(candidate => duration.Ticks % candidate.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / length.Ticks}{unit}");
    }
}
