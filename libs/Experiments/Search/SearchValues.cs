using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Search;

/// <summary>Reads the values of comparisons, as the kind of the field asks for.</summary>
internal sealed class SearchValues(TokenReader tokens)
{
    private static readonly string[] Anchors = ["now", "today"];

    public SearchValue Read(SearchField field, SearchOperator @operator)
    {
        tokens.IsEnd(Expectation.Value, field);
        if (tokens.Current.Kind != TokenKind.Word)
            throw tokens.Problem($"expected a value for {field}: {Allowed(field)}");
        return field.Kind switch
        {
            SearchFieldKind.Number => Number(field),
            SearchFieldKind.Time => Time(field),
            SearchFieldKind.Duration => new DurationValue(Duration(field)),
            SearchFieldKind.Any when IsNumber(@operator) => Number(field),
            _ => Text(field, @operator),
        };
    }

    /// <summary>Of a field that may be both: a text is in quotes or does not look like a number.</summary>
    private bool IsNumber(SearchOperator @operator) => @operator switch
    {
        SearchOperator.Contains => false,
        SearchOperator.Equal => NumberNext() is not null,
        _ => true,
    };

    private double? NumberNext() => tokens.Current.IsBare ? SearchValueReader.Number(tokens.Current.Text) : null;

    private NumberValue Number(SearchField field) =>
        NumberNext() is { } number && tokens.Take() is not null
            ? new NumberValue(number)
            : throw Wrong(field);

    private TextValue Text(SearchField field, SearchOperator @operator)
    {
        var word = tokens.Current;
        // A part of a text may be any part, a whole one has to be one that exists.
        var isFree = @operator == SearchOperator.Contains || field.Choices.Count == 0;
        var choice = field.Choices.FirstOrDefault(
            each => string.Equals(each, word.Text, StringComparison.OrdinalIgnoreCase));
        if (!isFree && choice is null)
        {
            var nearest = Wording.Nearest(word.Text, [.. field.Choices]);
            throw TokenReader.ProblemOf(
                word,
                $"{field} is never {TokenReader.Shown(word)}; "
                    + (nearest is null ? "" : $"did you mean {nearest}? ") + $"allowed: {Wording.List(field.Choices)}",
                nearest);
        }
        tokens.Take();
        return new TextValue(isFree ? word.Text : choice!);
    }

    private TimeSpan Duration(SearchField field) =>
        tokens.Current.IsBare && SearchValueReader.Duration(tokens.Current.Text) is { } duration
            && tokens.Take() is not null
            ? duration
            : throw Wrong(field);

    /// <summary>A date, or <c>now</c> or <c>today</c>, to which a duration may be added.</summary>
    private TimeValue Time(SearchField field)
    {
        var word = tokens.Current.Text;
        if (SearchValueReader.Date(word) is { } date)
        {
            tokens.Take();
            return date;
        }
        var anchor = Anchors.FirstOrDefault(each => word.StartsWith(each, StringComparison.Ordinal));
        if (anchor is null)
            throw Wrong(field);
        var rest = word[anchor.Length..];
        if (rest.Length > 0 && rest[0] is not ('+' or '-'))
            throw Wrong(field);
        var isFollowed = rest.Length == 0 && tokens.Ahead(1) is { IsBare: true, Text: ['+' or '-', ..] };
        if (rest.Length == 0)
            tokens.Take();
        return new RelativeTime(anchor == "today", isFollowed || rest.Length > 0 ? Offset(field, rest) : TimeSpan.Zero);
    }

    private TimeSpan Offset(SearchField field, string rest)
    {
        var signed = rest.Length > 0 ? rest : tokens.Current.Text;
        if (signed.Length > 1)
        {
            var duration = SearchValueReader.Duration(signed[1..]) ?? throw Wrong(field);
            tokens.Take();
            return Signed(signed, duration);
        }
        tokens.Take();
        return Signed(signed, tokens.IsEnd(Expectation.Value) ? throw Wrong(field) : Duration(field));
    }

    private static TimeSpan Signed(string signed, TimeSpan duration) => signed[0] == '-' ? -duration : duration;

    private SearchException Wrong(SearchField field) =>
        tokens.Current.Kind == TokenKind.Word
            ? tokens.Problem($"{TokenReader.Shown(tokens.Current)} is no value of {field}; allowed: {Allowed(field)}")
            : tokens.Problem($"expected a value for {field}: {Allowed(field)}");

    private static string Allowed(SearchField field) => field.Kind switch
    {
        SearchFieldKind.Number => "a number",
        SearchFieldKind.Time => "a date such as 2026-11-01, or now - 7d",
        SearchFieldKind.Duration => "a length of time such as 90s, 5m, 2h30m or 7d",
        SearchFieldKind.Choice => Wording.List(field.Choices),
        _ => "a text",
    };
}
