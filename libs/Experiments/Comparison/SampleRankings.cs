using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>A question and how much of what was ranked by it has.</summary>
public sealed record RankedSample(ComparedSample Sample, double Amount);

/// <summary>
/// The questions worth looking at, most first; questions with the same amount stand in the order of their ids, those
/// with nothing of it are left out.
/// </summary>
public static class SampleRankings
{
    /// <summary>By the share of words that differ between two systems' answers: 1 has none in common.</summary>
    public static IReadOnlyList<RankedSample> ChangedMost(
        IEnumerable<ComparedSample> samples, string before, string after) =>
        Rank(samples, [before, after], answers =>
            WordEdits.LevenshteinRatio(answers[0].Completion, answers[1].Completion));

    /// <summary>By how much lower the second system's answer is scored than the first's.</summary>
    public static IReadOnlyList<RankedSample> MadeWorse(
        IEnumerable<ComparedSample> samples, string before, string after, Func<ScoreRow, double> score) =>
        Rank(samples, [before, after], answers => score(answers[0]) - score(answers[1]));

    /// <summary>By the distance from the worst scored to the best scored of the methods' answers.</summary>
    /// <param name="samples">Questions that fewer than two of the methods answered are left out.</param>
    /// <param name="methods">The systems that are held against each other.</param>
    /// <param name="score">Quality, helpfulness or harmlessness.</param>
    public static IReadOnlyList<RankedSample> MethodsDisagree(
        IEnumerable<ComparedSample> samples, IReadOnlyList<string> methods, Func<ScoreRow, double> score) =>
        Ordered(from sample in samples
                let answers = methods.Where(sample.Answers.ContainsKey).Select(name => sample.Answers[name])
                let scores = answers.Select(score).ToArray()
                where scores.Length > 1
                select new RankedSample(sample, scores.Max() - scores.Min()));

    private static RankedSample[] Rank(
        IEnumerable<ComparedSample> samples, string[] systems, Func<ScoreRow[], double> amount) =>
        Ordered(from sample in samples
                where systems.All(sample.Answers.ContainsKey)
                select new RankedSample(sample, amount([.. systems.Select(system => sample.Answers[system])])));

    private static RankedSample[] Ordered(IEnumerable<RankedSample> ranked) =>
        [
            .. ranked.Where(entry => entry.Amount > 0)
                .OrderByDescending(entry => entry.Amount)
                .ThenBy(entry => entry.Sample.Id, StringComparer.Ordinal),
        ];
}
