using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Search;

/// <summary>Conditions on what a run has once, whatever its methods.</summary>
internal sealed class RunTerms(TrackerContext db, DateTimeOffset now)
{
    private readonly MethodTerms _methods = new(db);

    public Expression<Func<Run, bool>> Condition(SearchExpression expression) => expression switch
    {
        FreeText free => IsCalled(free.Text),
        FieldComparison { Field: RunField { Property: var property } } term => Has(property, term),
        FieldComparison { Field: OptionField { Option.IsOfMethod: false } field } term => HasOption(field, term),
        FieldComparison term => _methods.AnyOf(term),
        _ => throw new ArgumentException($"{expression} is no term", nameof(expression)),
    };

    private Expression<Func<Run, bool>> Has(RunProperty property, FieldComparison term) => property switch
    {
        // Names are of letters that both databases know the small ones of: an experiment file admits no others.
        RunProperty.Name => Comparisons.OfText<Run>(run => run.Name.ToLower(), term),
        RunProperty.Task => Comparisons.OfText<Run>(run => run.Task.ToLower(), term),
        RunProperty.Status => HasStatus(term),
        RunProperty.Author => Comparisons.OfText<Run>(run => run.AuthorFolded ?? "", term),
        RunProperty.Created => Comparisons.OfTime<Run>(run => run.CreatedAt, term, now),
        RunProperty.Started => Comparisons.OfTime<Run>(run => run.StartedAt, term, now),
        RunProperty.Finished => Comparisons.OfTime<Run>(run => run.FinishedAt, term, now),
        RunProperty.Duration => Lasts(term),
        _ => HasTag(term),
    };

    private static Expression<Func<Run, bool>> IsCalled(string text)
    {
        var part = OptionFact.Folded(text);
        var isNamed = Predicates.About((Run run) => (string?)run.Name.ToLower(), Comparisons.HasPart(part));
        return RunIdRange.Of(text) is { } ids
            ? Predicates.Or<Run>([isNamed, run => run.Id >= ids.First && run.Id <= ids.Last])
            : isNamed;
    }

    private static Expression<Func<Run, bool>> HasStatus(FieldComparison term)
    {
        var isMeant = Comparisons.OfText<string>(text => text, term).Compile();
        return ShownStatuses.Among([.. Enum.GetValues<ShownStatus>().Where(status => isMeant(status.Word()))]);
    }

    private Expression<Func<Run, bool>> HasOption(OptionField field, FieldComparison term)
    {
        var sets = _methods.OptionSets(field, term);
        var runs = db.RunOptions().Where(options => sets.Contains(options.OptionsId)).Select(options => options.RunId);
        return run => runs.Contains(run.Id);
    }

    private Expression<Func<Run, bool>> HasTag(FieldComparison term)
    {
        var runs = db.RunTags().Where(Comparisons.OfText<RunTag>(tag => tag.Tag, term)).Select(tag => tag.RunId);
        return run => runs.Contains(run.Id);
    }

    /// <summary>Times are kept in milliseconds, of which EF Core translates no difference.</summary>
    private Expression<Func<Run, bool>> Lasts(FieldComparison term)
    {
        var wanted = (long)((DurationValue)term.Values[0]).Duration.TotalMilliseconds;
        var end = now.ToUnixTimeMilliseconds();
        var runs = term.Operator switch
        {
            SearchOperator.Less => db.Runs.FromSql(
                $"SELECT * FROM runs WHERE COALESCE(finished_at, {end}) - started_at < {wanted}"),
            SearchOperator.LessOrEqual => db.Runs.FromSql(
                $"SELECT * FROM runs WHERE COALESCE(finished_at, {end}) - started_at <= {wanted}"),
            SearchOperator.Greater => db.Runs.FromSql(
                $"SELECT * FROM runs WHERE COALESCE(finished_at, {end}) - started_at > {wanted}"),
            _ => db.Runs.FromSql(
                $"SELECT * FROM runs WHERE COALESCE(finished_at, {end}) - started_at >= {wanted}"),
        };
        return run => runs.Select(each => each.Id).Contains(run.Id);
    }
}
