using System.Linq.Expressions;

namespace WeakToStrong.Tracker.Search;

/// <summary>
/// Puts conditions together. Values become parameters of the command, never part of its text: a value is read from an
/// object that the expression holds, as from a variable that a lambda captured.
/// </summary>
internal static class Predicates
{
    public static Expression<Func<T, bool>> And<T>(IEnumerable<Expression<Func<T, bool>>> conditions) =>
        conditions.Aggregate((left, right) => Join(left, right, Expression.AndAlso));

    public static Expression<Func<T, bool>> Or<T>(IEnumerable<Expression<Func<T, bool>>> conditions) =>
        conditions.Aggregate((left, right) => Join(left, right, Expression.OrElse));

    public static Expression<Func<T, bool>> Not<T>(Expression<Func<T, bool>> condition) =>
        Expression.Lambda<Func<T, bool>>(Expression.Not(condition.Body), condition.Parameters);

    /// <summary>The condition about something that is reached from here.</summary>
    public static Expression<Func<TFrom, bool>> About<TFrom, T>(
        Expression<Func<TFrom, T>> selector, Expression<Func<T, bool>> condition) =>
        Expression.Lambda<Func<TFrom, bool>>(
            Replace(condition.Body, condition.Parameters[0], selector.Body), selector.Parameters);

    public static Expression Parameter<T>(T value) =>
        Expression.Property(Expression.Constant(new Holder<T>(value)), nameof(Holder<T>.Value));

    private static Expression<Func<T, bool>> Join<T>(
        Expression<Func<T, bool>> left,
        Expression<Func<T, bool>> right,
        Func<Expression, Expression, Expression> join) =>
        Expression.Lambda<Func<T, bool>>(
            join(left.Body, Replace(right.Body, right.Parameters[0], left.Parameters[0])), left.Parameters);

    private static Expression Replace(Expression body, ParameterExpression parameter, Expression by) =>
        new Replacement(parameter, by).Visit(body);

    private sealed class Holder<T>(T value)
    {
        public T Value { get; } = value;
    }

    private sealed class Replacement(ParameterExpression parameter, Expression by) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) =>
            node == parameter ? by : base.VisitParameter(node);
    }
}
