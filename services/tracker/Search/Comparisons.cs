using System.Linq.Expressions;
using WeakToStrong.Experiments.Search;

namespace WeakToStrong.Tracker.Search;

/// <summary>A comparison of the search language as a condition on a column.</summary>
internal static class Comparisons
{
    public static Expression<Func<T, bool>> OfNumber<T>(
        Expression<Func<T, double?>> column, FieldComparison comparison)
    {
        var numbers = comparison.Values.OfType<NumberValue>().Select(value => (double?)value.Number).ToArray();
        return Predicates.Or(numbers.Select(number => Compare(column, comparison.Operator, number)));
    }

    /// <param name="column">Holds texts without their case.</param>
    /// <param name="comparison">For equality or a part.</param>
    public static Expression<Func<T, bool>> OfText<T>(Expression<Func<T, string?>> column, FieldComparison comparison)
    {
        var texts = comparison.Values.OfType<TextValue>().Select(value => value.Folded).ToArray();
        return Predicates.About(column, comparison.Operator == SearchOperator.Contains
            ? HasPart(texts[0])
            : text => texts.Contains(text));
    }

    /// <summary>Of a column that has a number or a text: whatever the values are.</summary>
    public static Expression<Func<OptionRow, bool>> OfOption(FieldComparison comparison)
    {
        var conditions = new List<Expression<Func<OptionRow, bool>>>();
        if (comparison.Values.OfType<NumberValue>().Any())
            conditions.Add(OfNumber<OptionRow>(option => option.Number, comparison));
        if (comparison.Values.OfType<TextValue>().Any())
            conditions.Add(OfText<OptionRow>(option => option.Text, comparison));
        return Predicates.Or(conditions);
    }

    public static Expression<Func<T, bool>> OfTime<T>(
        Expression<Func<T, DateTimeOffset?>> column, FieldComparison comparison, DateTimeOffset now) =>
        Predicates.Or(comparison.Values.OfType<TimeValue>().Select(value =>
        {
            var bounds = value.Bounds(now);
            var (start, end) = (Time(bounds.Start), Time(bounds.End));
            // Said of a missing time, too, so that its negation is true there: in SQL it would be unknown.
            Expression<Func<DateTimeOffset?, bool>> isThere = time => time != null;
            return Predicates.About(column, Predicates.And([isThere, Within(comparison.Operator, start, end)]));
        }));

    public static Expression<Func<string?, bool>> HasPart(string part) =>
        text => text != null && text.Contains(part);

    private static Expression<Func<T, bool>> Compare<T>(
        Expression<Func<T, double?>> column, SearchOperator @operator, double? number)
    {
        var value = Predicates.Parameter(number);
        Expression body = @operator switch
        {
            SearchOperator.Equal => Expression.Equal(column.Body, value),
            SearchOperator.Less => Expression.LessThan(column.Body, value),
            SearchOperator.LessOrEqual => Expression.LessThanOrEqual(column.Body, value),
            SearchOperator.Greater => Expression.GreaterThan(column.Body, value),
            SearchOperator.GreaterOrEqual => Expression.GreaterThanOrEqual(column.Body, value),
            _ => throw new ArgumentException($"a number has no {@operator}", nameof(@operator)),
        };
        return Expression.Lambda<Func<T, bool>>(body, column.Parameters);
    }

    private static Expression<Func<DateTimeOffset?, bool>> Within(
        SearchOperator @operator, DateTimeOffset start, DateTimeOffset end) => @operator switch
        {
            SearchOperator.Equal => time => time >= start && time < end,
            SearchOperator.Less => time => time < start,
            SearchOperator.LessOrEqual => time => time < end,
            SearchOperator.Greater => time => time >= end,
            SearchOperator.GreaterOrEqual => time => time >= start,
            _ => throw new ArgumentException($"a time has no {@operator}", nameof(@operator)),
        };

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
