using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Search;

/// <summary>
/// A search as a condition that both databases decide, with the meaning that <see cref="SearchExpression"/> states and
/// the matcher in memory has. Conditions on other tables ask whether the run is among the ids that these give, which a
/// database finds once, instead of whether there is a row for each run.
/// </summary>
internal sealed class SearchTranslator(TrackerContext db, DateTimeOffset now)
{
    private readonly RunTerms _runs = new(db, now);
    private readonly MethodTerms _methods = new(db);

    /// <summary>Whether the run has a method, or none, with which the expression holds.</summary>
    public Expression<Func<Run, bool>> Holds(SearchExpression expression) => expression switch
    {
        Everything => run => true,
        // One method or another: which one is free to differ from one alternative to the next.
        AnyOf any => Predicates.Or(any.Items.Select(Holds)),
        AllOf all => HoldsAll(all),
        Negation not => Predicates.Not(Holds(not.Item)),
        FieldComparison { Field.IsOfEachMethod: true } term => _methods.AnyOf(term),
        _ => _runs.Condition(expression),
    };

    /// <summary>Only what depends on the method has to be asked of the same one.</summary>
    private Expression<Func<Run, bool>> HoldsAll(AllOf all)
    {
        var dependent = all.Items.Where(DependsOnMethod).ToArray();
        var conditions = all.Items.Where(item => !DependsOnMethod(item)).Select(Holds).ToList();
        if (dependent is [var only])
            conditions.Add(Holds(only));
        else if (dependent.Length > 1)
            conditions.Add(IsAmong(dependent));
        return Predicates.And(conditions);
    }

    private static bool DependsOnMethod(SearchExpression expression) => expression switch
    {
        AllOf all => all.Items.Any(DependsOnMethod),
        AnyOf any => any.Items.Any(DependsOnMethod),
        FieldComparison comparison => comparison.Field.IsOfEachMethod,
        _ => false,
    };

    private Expression<Func<Run, bool>> IsAmong(SearchExpression[] items)
    {
        if (items.All(IsPure))
        {
            var ofMethod = Predicates.And(items.Select(OfMethod));
            var methods = db.RunSystems().Where(system => system.IsMethod).Where(ofMethod);
            return run => methods.Select(system => system.RunId).Contains(run.Id);
        }
        // A run without methods is asked too: alternatives may not need one.
        var pairs =
            from run in db.Runs
            from method in db.RunSystems()
                .Where(system => system.RunId == run.Id && system.IsMethod).DefaultIfEmpty()
            select new Pair { Run = run, Method = method };
        var matching = pairs.Where(Predicates.And(items.Select(OfPair))).Select(pair => pair.Run.Id);
        return run => matching.Contains(run.Id);
    }

    /// <summary>Made of nothing but what depends on the method.</summary>
    private static bool IsPure(SearchExpression expression) => expression switch
    {
        AllOf all => all.Items.All(IsPure),
        AnyOf any => any.Items.All(IsPure),
        FieldComparison comparison => comparison.Field.IsOfEachMethod,
        _ => false,
    };

    private Expression<Func<RunSystem, bool>> OfMethod(SearchExpression expression) => expression switch
    {
        AllOf all => Predicates.And(all.Items.Select(OfMethod)),
        AnyOf any => Predicates.Or(any.Items.Select(OfMethod)),
        _ => _methods.Condition((FieldComparison)expression),
    };

    private Expression<Func<Pair, bool>> OfPair(SearchExpression expression) => expression switch
    {
        AllOf all => Predicates.And(all.Items.Select(OfPair)),
        AnyOf any => Predicates.Or(any.Items.Select(OfPair)),
        FieldComparison { Field.IsOfEachMethod: true } term =>
            Predicates.About((Pair pair) => pair.Method!, _methods.Condition(term)),
        _ => Predicates.About((Pair pair) => pair.Run, Holds(expression)),
    };

    private sealed class Pair
    {
        public required Run Run { get; init; }

        public RunSystem? Method { get; init; }
    }
}
