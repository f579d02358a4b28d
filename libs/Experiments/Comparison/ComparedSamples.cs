using WeakToStrong.Experiments.Reporting;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>A test question with what each system answered, as the judge scored it.</summary>
public sealed record ComparedSample
{
    public required string Id { get; init; }

    public required string Prompt { get; init; }

    /// <summary>By system; a system that did not answer this question is not there.</summary>
    public required IReadOnlyDictionary<string, ScoreRow> Answers { get; init; }
}

/// <summary>Puts the answers of several systems to one seed's questions side by side.</summary>
public static class ComparedSamples
{
    /// <summary>Questions in the order in which the systems, first to last, answered them.</summary>
    /// <exception cref="ArgumentException">The answers are of more than one seed, whose questions differ.</exception>
    public static IReadOnlyList<ComparedSample> Of(IReadOnlyList<SystemAnswers> answers)
    {
        if (answers.Select(entry => entry.Seed).Distinct().Count() > 1)
            throw new ArgumentException("answers of several seeds are not to the same questions", nameof(answers));
        return
        [
            .. answers.SelectMany(entry => entry.Rows.Select(row => (entry.System, Row: row)))
                .GroupBy(answer => answer.Row.Id, StringComparer.Ordinal)
                .Select(question => new ComparedSample
                {
                    Id = question.Key,
                    Prompt = question.First().Row.Prompt,
                    Answers = question.ToDictionary(
                        answer => answer.System, answer => answer.Row, StringComparer.Ordinal),
                }),
        ];
    }
}
