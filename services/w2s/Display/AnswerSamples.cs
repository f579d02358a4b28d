using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.W2s.Display;

/// <summary>One system's answer to a question, and what the judge gave it.</summary>
internal sealed record SystemAnswer(string System, string Completion, double Quality);

/// <summary>One test question with every system's answer to it.</summary>
internal sealed record AnswerSample(string Id, string Prompt, IReadOnlyList<SystemAnswer> Answers);

/// <summary>Test questions of one seed with all answers, read from the evaluations that a report was made of.</summary>
internal sealed record AnswerSamples(int Seed, IReadOnlyList<AnswerSample> Rows)
{
    /// <summary>Null when the report's step is not finished or nothing was asked for.</summary>
    public static AnswerSamples? Read(ArtifactStore store, string reportStepKey, int count)
    {
        if (count == 0 || store.FindStep(reportStepKey) is not { } report)
            return null;
        var evaluations = EvaluationsOf(report.Spec);
        var seed = evaluations.Min(evaluation => evaluation.Seed);
        var systems = evaluations.Where(evaluation => evaluation.Seed == seed)
            .Select(evaluation => (evaluation.System, Rows: ScoreFiles.ReadRows(store.OutputPath(evaluation.Output))))
            .ToArray();
        return new AnswerSamples(seed, [.. Choose(systems, count)]);
    }

    /// <summary>The report's inputs are named <c>system/seed</c>.</summary>
    private static (string System, int Seed, OutputRef Output)[] EvaluationsOf(StepSpec report)
    {
        var order = report.Options["systems"]!.AsArray().Select(name => (string)name!).ToList();
        return
        [
            .. from input in report.Inputs
               let slash = input.Key.LastIndexOf('/')
               let system = input.Key[..slash]
               orderby order.IndexOf(system)
               select (system, int.Parse(input.Key[(slash + 1)..]), input.Value),
        ];
    }

    /// <summary>Questions at even distances, so that those shown are of every part of the test set.</summary>
    private static IEnumerable<AnswerSample> Choose(
        (string System, IReadOnlyList<ScoreRow> Rows)[] systems, int count)
    {
        var questions = systems[0].Rows;
        var byId = systems
            .Select(system => (system.System, Rows: system.Rows.ToDictionary(row => row.Id, StringComparer.Ordinal)))
            .ToArray();
        count = Math.Min(count, questions.Count);
        for (var i = 0; i < count; i++)
        {
            var question = questions[(int)((long)i * questions.Count / count)];
            yield return new AnswerSample(question.Id, question.Prompt,
            [
                .. from system in byId
                   where system.Rows.ContainsKey(question.Id)
                   let row = system.Rows[question.Id]
                   select new SystemAnswer(system.System, row.Completion, row.Quality),
            ]);
        }
    }
}
