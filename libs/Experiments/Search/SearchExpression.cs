namespace WeakToStrong.Experiments.Search;

/// <summary>
/// A search as a tree. What it means, for a run that compares several methods:
/// <list type="bullet">
/// <item>A run matches when it has one method with which the whole expression holds. So
/// <c>method = "dpo" and beta >= 0.1</c> asks for a DPO with that β, not for a DPO beside something else that has it,
/// and <c>method = "dpo" and pgr.mean > 0.3</c> for a DPO that recovered so much.</item>
/// <item>Only what each method has of its own depends on the method: its options, the report's values and metrics
/// without a system before them. The rest (status, other options, <c>sft.pgr.mean</c>) is the same whichever it is, and
/// all that a run without methods is asked for.</item>
/// <item><c>not</c> asks the run, not the method: it holds when the run has no method with which what follows holds.
/// So <c>not method = "ppo"</c> finds the runs without PPO.</item>
/// <item><c>a != b</c> is <c>not a = b</c>, and likewise <c>!~</c> and <c>not in</c>: a run that has no such value is
/// found too. Every other comparison with what a run does not have is false.</item>
/// <item>Of several values (seeds, tags, a metric of several steps) one has to fit.</item>
/// <item>Texts are compared without regard to case. A date stands for its whole day, in UTC: <c>created &gt;
/// 2026-11-01</c> begins when that day is over.</item>
/// </list>
/// </summary>
public abstract record SearchExpression
{
    /// <summary>As canonical text, which parses to this expression again.</summary>
    public sealed override string ToString() => SearchText.Of(this);
}

/// <summary>No condition: what an empty text means.</summary>
public sealed record Everything : SearchExpression;

/// <summary>All of at least two hold.</summary>
public sealed record AllOf(IReadOnlyList<SearchExpression> Items) : SearchExpression;

/// <summary>At least one of at least two holds.</summary>
public sealed record AnyOf(IReadOnlyList<SearchExpression> Items) : SearchExpression;

/// <summary>The run is not one for which the item holds.</summary>
public sealed record Negation(SearchExpression Item) : SearchExpression;

/// <summary>A text that the run's name contains, or that its id begins with.</summary>
public sealed record FreeText(string Text) : SearchExpression;

/// <summary>A field compared with a value, or equal to one of several.</summary>
/// <param name="Field">What is compared.</param>
/// <param name="Operator">How.</param>
/// <param name="Values">One; any number for <see cref="SearchOperator.Equal"/>.</param>
public sealed record FieldComparison(SearchField Field, SearchOperator Operator, IReadOnlyList<SearchValue> Values)
    : SearchExpression;

/// <summary>How a field is compared with a value; the contrary is a <see cref="Negation"/> of it.</summary>
public enum SearchOperator
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
}
