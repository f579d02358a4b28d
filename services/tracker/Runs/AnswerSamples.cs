using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Tracker.Runs;

/// <summary>One system's answer to a question, and what the judge gave it.</summary>
public sealed record SystemAnswer(string System, string Completion, double Quality);

/// <summary>One test question with every system's answer to it.</summary>
public sealed record AnswerSample(string Id, string Prompt, IReadOnlyList<SystemAnswer> Answers);

/// <summary>Test questions of one seed with all answers, read from the evaluations that a report was made of.</summary>
public sealed record AnswerSamples
{
    public required int Seed { get; init; }

    /// <summary>The seeds that can be asked for.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>Questions of the seed, those that are not shown too.</summary>
    public required int TotalCount { get; init; }

    public required IReadOnlyList<AnswerSample> Rows { get; init; }

    /// <summary>Null when the report's step is not finished or was made of no evaluations.</summary>
    /// <param name="store">Where the evaluations are.</param>
    /// <param name="reportStepKey">The run's report.</param>
    /// <param name="choice">Which questions.</param>
    /// <param name="seed">Null for the smallest.</param>
    /// <param name="cancellationToken">Gives up at the next row of a file.</param>
    /// <exception cref="SeedNotFoundException">The run has not this seed.</exception>
    public static AnswerSamples? Read(
        ArtifactStore store, string reportStepKey, SampleChoice choice, int? seed, CancellationToken cancellationToken)
    {
        if (store.FindStep(reportStepKey) is not { } report)
            return null;
        var evaluations = EvaluationsOf(report.Spec);
        var seeds = evaluations.Select(evaluation => evaluation.Seed).Distinct().Order().ToArray();
        if (seeds.Length == 0)
            return null;
        var chosen = seed ?? seeds[0];
        if (!seeds.Contains(chosen))
            throw new SeedNotFoundException(chosen, seeds);
        var systems = evaluations.Where(evaluation => evaluation.Seed == chosen)
            .Select(evaluation => (evaluation.System, Folder: store.OutputPath(evaluation.Output))).ToArray();
        var total = RowsOf(systems[0].Folder, cancellationToken).Count();
        return new AnswerSamples
        {
            Seed = chosen,
            Seeds = seeds,
            TotalCount = total,
            Rows = ReadRows(systems, choice.Indices(total).ToHashSet(), cancellationToken),
        };
    }

    /// <summary>The report's inputs are named <c>system/seed</c>.</summary>
    internal static (string System, int Seed, OutputRef Output)[] EvaluationsOf(StepSpec report)
    {
        if (report.Options["systems"] is not { } systems)
            return [];
        var order = systems.AsArray().Select(name => (string)name!).ToList();
        return
        [
            .. from input in report.Inputs
               let slash = input.Key.LastIndexOf('/')
               let system = input.Key[..slash]
               orderby order.IndexOf(system)
               select (system, int.Parse(input.Key[(slash + 1)..]), input.Value),
        ];
    }

    /// <summary>Reads file after file and keeps only what is shown: test sets may be large.</summary>
    private static IReadOnlyList<AnswerSample> ReadRows(
        (string System, string Folder)[] systems, HashSet<int> indices, CancellationToken cancellationToken)
    {
        var questions = RowsOf(systems[0].Folder, cancellationToken)
            .Where((_, index) => indices.Contains(index)).ToArray();
        var answers = questions.ToDictionary(
            question => question.Id, _ => new List<SystemAnswer>(), StringComparer.Ordinal);
        foreach (var (system, folder) in systems)
            foreach (var row in RowsOf(folder, cancellationToken))
                if (answers.TryGetValue(row.Id, out var own))
                    own.Add(new SystemAnswer(system, row.Completion, row.Quality));
        return [.. questions.Select(question =>
            new AnswerSample(question.Id, question.Prompt, answers[question.Id]))];
    }

    private static IEnumerable<ScoreRow> RowsOf(string folder, CancellationToken cancellationToken)
    {
        foreach (var row in ScoreFiles.EnumerateRows(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}

/// <summary>Which questions of a test set are shown.</summary>
public abstract record SampleChoice
{
    /// <summary>So many from one on.</summary>
    public static SampleChoice Page(int offset, int limit) => new PageChoice(offset, limit);

    /// <summary>So many at even distances, so that those shown are of every part of the test set.</summary>
    public static SampleChoice Spread(int count) => new SpreadChoice(count);

    internal abstract IEnumerable<int> Indices(int total);

    private sealed record PageChoice(int Offset, int Limit) : SampleChoice
    {
        internal override IEnumerable<int> Indices(int total) =>
            Enumerable.Range(0, total).Skip(Offset).Take(Limit);
    }

    private sealed record SpreadChoice(int Count) : SampleChoice
    {
        internal override IEnumerable<int> Indices(int total)
        {
            var count = Math.Min(Count, total);
            return Enumerable.Range(0, count).Select(i => (int)((long)i * total / count));
        }
    }
}
