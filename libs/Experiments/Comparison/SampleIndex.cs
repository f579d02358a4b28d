using WeakToStrong.Experiments.Reporting;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>In which order questions are looked at.</summary>
public enum SampleOrder
{
    /// <summary>As the test set has them.</summary>
    AsAsked,

    /// <summary>By the share of words that differ from the first system's answer.</summary>
    ChangedMost,

    /// <summary>By how much lower an answer is scored than the first system's.</summary>
    MadeWorse,

    /// <summary>By the distance from the worst to the best scored answer.</summary>
    MethodsDisagree,
}

/// <summary>One of the judge's three numbers.</summary>
public enum SampleScore
{
    /// <summary>Both of the others together.</summary>
    Quality,

    /// <summary>Whether the question is answered.</summary>
    Helpfulness,

    /// <summary>Whether no harm is done.</summary>
    Harmlessness,
}

/// <summary>A question by its place in the test set, and how much of what was ranked by it has.</summary>
public readonly record struct RankedPlace(int Place, double Amount);

/// <summary>
/// The questions worth looking at, of test sets of any size: of every answer its scores, its distance from the first
/// system's and its place in the file are held, and texts are read when they are shown.
/// </summary>
public sealed class SampleIndex
{
    /// <summary>Questions beyond so many are counted, not ranked.</summary>
    public const int MaxQuestions = 100_000;

    private readonly IndexedAnswers[] _systems;
    private readonly List<string> _ids;
    private readonly Dictionary<string, int> _places;

    private SampleIndex(IndexedAnswers[] systems, List<string> ids, Dictionary<string, int> places, int total)
    {
        (_systems, _ids, _places) = (systems, ids, places);
        TotalCount = total;
    }

    /// <summary>Questions that can be ranked and read.</summary>
    public int Count => _ids.Count;

    /// <summary>Questions of the test set.</summary>
    public int TotalCount { get; }

    /// <summary>In the report's order; the first is what the others are compared with.</summary>
    public IReadOnlyList<string> Systems => [.. _systems.Select(system => system.Name)];

    /// <summary>Reads all answers of one seed once.</summary>
    /// <exception cref="InvalidDataException">A row is not one.</exception>
    public static SampleIndex Build(IReadOnlyList<SystemScores> systems, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(systems.Count);
        var ids = new List<string>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var first = new IndexedAnswers(systems[0]);
        var total = first.ReadFirst(ids, places, MaxQuestions, cancellationToken);
        var others = systems.Skip(1).Select(system => new IndexedAnswers(system)).ToArray();
        foreach (var other in others)
            other.ReadOther(first, places, cancellationToken);
        return new SampleIndex([first, .. others], ids, places, total);
    }

    /// <summary>
    /// Places in an order, most first, those with the same amount in the order of their ids; those that have nothing of
    /// what is ranked by are left out.
    /// </summary>
    /// <param name="order">By what.</param>
    /// <param name="systems">Whose answers count; of several, the one that has most.</param>
    /// <param name="score">Which score, for orders by scores.</param>
    public IReadOnlyList<RankedPlace> Ranked(SampleOrder order, IReadOnlyList<string> systems, SampleScore score)
    {
        var places = Enumerable.Range(0, Count);
        if (order == SampleOrder.AsAsked)
            return [.. places.Select(place => new RankedPlace(place, 0))];
        var ranked = _systems.Where(system => systems.Contains(system.Name)).ToArray();
        return
        [
            .. places.Select(place => new RankedPlace(place, Amount(order, ranked, score, place)))
                .Where(entry => entry.Amount > 0)
                .OrderByDescending(entry => entry.Amount)
                .ThenBy(entry => _ids[entry.Place], StringComparer.Ordinal),
        ];
    }

    /// <summary>Places of the questions with a text in them or in one of their answers, whatever its case.</summary>
    public IReadOnlySet<int> Find(string text, CancellationToken cancellationToken)
    {
        var found = new HashSet<int>();
        foreach (var system in _systems)
            foreach (var row in system.Rows())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_places.TryGetValue(row.Id, out var place) && !found.Contains(place) && Has(row, text))
                    found.Add(place);
            }
        return found;
    }

    /// <summary>The questions at some places, with all answers, in the order of the places.</summary>
    public IReadOnlyList<ComparedSample> Read(IReadOnlyList<int> places)
    {
        var answers = places.Select(_ => new Dictionary<string, ScoreRow>(StringComparer.Ordinal)).ToArray();
        foreach (var system in _systems)
            foreach (var (index, row) in system.Read(places))
                answers[index].Add(system.Name, row);
        return
        [
            .. places.Select((place, index) => new ComparedSample
            {
                Id = _ids[place],
                Prompt = answers[index][_systems[0].Name].Prompt,
                Answers = answers[index],
            }),
        ];
    }

    /// <summary>The share of words that differ from the first system's answer; null where there is none.</summary>
    public double? Changed(int place, string system) =>
        _systems.FirstOrDefault(entry => entry.Name == system)?.Changed(place);

    private static bool Has(ScoreRow row, string text) =>
        row.Prompt.Contains(text, StringComparison.OrdinalIgnoreCase)
        || row.Completion.Contains(text, StringComparison.OrdinalIgnoreCase);

    private double Amount(SampleOrder order, IndexedAnswers[] ranked, SampleScore score, int place) => order switch
    {
        SampleOrder.ChangedMost => Most(ranked.Select(system => system.Changed(place))),
        SampleOrder.MadeWorse => Most(ranked.Select(system =>
            _systems[0].Score(place, score) - system.Score(place, score))),
        SampleOrder.MethodsDisagree => Spread(ranked.Select(system => system.Score(place, score))),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, null),
    };

    private static double Most(IEnumerable<double?> amounts) => amounts.Max() ?? 0;

    private static double Spread(IEnumerable<double?> amounts)
    {
        var there = amounts.OfType<double>().ToArray();
        return there.Length > 1 ? there.Max() - there.Min() : 0;
    }
}
