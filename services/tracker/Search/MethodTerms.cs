using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Search;

/// <summary>Conditions on what each system has of its own.</summary>
internal sealed class MethodTerms(TrackerContext db)
{
    private static readonly Dictionary<ResultKey, Expression<Func<RunSystem, double?>>> Results =
        SearchVocabulary.Results.ToDictionary(key => key, Column);

    /// <summary>Of a method that is at hand.</summary>
    public Expression<Func<RunSystem, bool>> Condition(FieldComparison term) => term.Field switch
    {
        OptionField field => HasOption(field, term),
        ResultField field => Comparisons.OfNumber(Results[field.Key], term),
        MetricField field => HasMetric(field, term),
        var other => throw new ArgumentException($"{other} is not a method's", nameof(term)),
    };

    /// <summary>Of any method of the run, or of the system that the field names.</summary>
    public Expression<Func<Run, bool>> AnyOf(FieldComparison term)
    {
        if (term.Field is MetricField metric)
            return HasStepWith(metric, term);
        var systems = Systems(term.Field).Where(Condition(term));
        return run => systems.Select(system => system.RunId).Contains(run.Id);
    }

    private IQueryable<RunSystem> Systems(SearchField field)
    {
        var methods = db.RunSystems().Where(system => system.IsMethod);
        return field switch
        {
            OptionField { Method: { } name } => methods.Where(system => system.Name == name),
            ResultField { System: { } name } => db.RunSystems().Where(system => system.Name == name),
            _ => methods,
        };
    }

    private Expression<Func<RunSystem, bool>> HasOption(OptionField field, FieldComparison term)
    {
        var sets = OptionSets(field, term);
        return system => sets.Contains(system.OptionsId);
    }

    /// <summary>The sets of options that have such a value.</summary>
    public IQueryable<Guid> OptionSets(OptionField field, FieldComparison term)
    {
        var path = field.Option.Path;
        return db.OptionValues().Where(option => option.Path == path).Where(Comparisons.OfOption(term))
            .Select(option => option.OptionsId);
    }

    private Expression<Func<RunSystem, bool>> HasMetric(MetricField field, FieldComparison term)
    {
        var series = Series(field, term);
        return system => db.RunMembers.Any(member => member.RunId == system.RunId && member.Method == system.Name
            && series.Any(each => each.StepKey == member.StepKey));
    }

    /// <summary>
    /// From the series to the runs, not for each run to its series: of those there are many, and few of one name.
    /// </summary>
    private Expression<Func<Run, bool>> HasStepWith(MetricField field, FieldComparison term)
    {
        var name = field.System;
        var members = db.RunMembers.Where(member => name == null ? member.Method != null : member.System == name);
        var runs = members.Join(
            Series(field, term), member => member.StepKey, series => series.StepKey, (member, series) => member.RunId);
        return run => runs.Contains(run.Id);
    }

    private IQueryable<StepSeries> Series(MetricField field, FieldComparison term)
    {
        var name = field.Metric;
        return db.StepSeries.Where(series => series.Name == name).Where(field.Aggregate switch
        {
            MetricAggregate.Last => Comparisons.OfNumber<StepSeries>(series => series.Last, term),
            MetricAggregate.Min => Comparisons.OfNumber<StepSeries>(series => series.Min, term),
            _ => Comparisons.OfNumber<StepSeries>(series => series.Max, term),
        });
    }

    /// <summary>The column of <c>pgr.mean</c> is that of <c>PgrMean</c>.</summary>
    private static Expression<Func<RunSystem, double?>> Column(ResultKey key)
    {
        var system = Expression.Parameter(typeof(RunSystem), "system");
        var column = $"{key.Measure}_{key.Statistic}";
        var property = typeof(RunSystem).GetProperties()
            .Single(candidate => JsonNamingPolicy.SnakeCaseLower.ConvertName(candidate.Name) == column);
        return Expression.Lambda<Func<RunSystem, double?>>(
            Expression.Convert(Expression.Property(system, property), typeof(double?)), system);
    }
}
