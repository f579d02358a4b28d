using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>
/// Holds the judged answers of systems against each other. Answers are read from the evaluations that the reports were
/// made of, of a few systems, and only the outcome is kept.
/// </summary>
public sealed class WinsReader(ArtifactStore store, CompareMemory memory)
{
    private const int MaxSystems = 12;

    /// <summary>More judged answers than these are not held against each other.</summary>
    internal int MaxAnswers { get; init; } = 200_000;

    public WinsModel Read(RunSet set, Measure measure)
    {
        var contenders = set.Runs.Where(run => run.Title.Status == RunStatus.Completed)
            .SelectMany(run => ContendersOf(run, set.Runs.Count > 1)).Take(MaxSystems + 1).ToArray();
        if (contenders.Length == 0)
            return None("The judged answers of these runs are not in the store.");
        var key = string.Join('\n', contenders.Select(each => each.Name + each.Run.ReportStepKey).Append(measure.Name));
        try
        {
            return memory.Wins(key, () => Compare(contenders, measure));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or KeyNotFoundException)
        {
            return None($"The judged answers cannot be read: {exception.Message}");
        }
    }

    private static WinsModel None(string why) => new() { Names = [], Cells = [], Note = why };

    private WinsModel Compare(Contender[] contenders, Measure measure)
    {
        var runCount = contenders.Select(each => each.Run.Title.Id).Distinct().Count();
        if (AnswersOf(contenders.Take(MaxSystems), runCount) is not { } answers)
            return None($"There are more than {MaxAnswers} judged answers; compare fewer runs.");
        var matrix = WinMatrix.Of(answers, ScoreOf(measure));
        return new WinsModel
        {
            Names = matrix.Systems,
            Cells = [.. matrix.Cells.Select(row => row.Select(ViewOf).ToArray())],
            Note = contenders.Length > MaxSystems ? $"The first {MaxSystems} systems; compare fewer runs." : null,
        };
    }

    private static WinView? ViewOf(WinCell? cell) => cell is null ? null : new WinView(
        cell.Rate, cell.IsSignificant, cell.Source == IntervalSource.Seeds, cell.Wins, cell.Losses, cell.Ties);

    private static Func<ScoreRow, double> ScoreOf(Measure measure) =>
        measure == Measure.Helpfulness ? row => row.Helpfulness
        : measure == Measure.Harmlessness ? row => row.Harmlessness
        : row => row.Quality;

    private IEnumerable<Contender> ContendersOf(ComparedExperiment run, bool isOneOfMany)
    {
        if (!Digests.IsDigest(run.ReportStepKey) || store.FindStep(run.ReportStepKey) is not { } report)
            return [];
        // Of several runs the methods alone: what is given to all of them would only repeat itself.
        return from evaluation in AnswerSamples.EvaluationsOf(report.Spec)
               where !isOneOfMany || SystemNames.IsMethod(evaluation.System)
               group evaluation by evaluation.System into system
               let name = isOneOfMany ? $"{system.Key} · {run.Title.Label}" : system.Key
               select new Contender(
                   run, name, [.. system.Select(evaluation => (evaluation.Seed, evaluation.Output))]);
    }

    /// <returns>Null when there are more than are held against each other.</returns>
    private List<SystemAnswers>? AnswersOf(IEnumerable<Contender> contenders, int runCount)
    {
        var answers = new List<SystemAnswers>();
        var room = MaxAnswers;
        foreach (var contender in contenders)
            foreach (var (seed, output) in contender.Evaluations)
            {
                var rows = ScoreFiles.EnumerateRows(store.OutputPath(output))
                    .Take(room + 1).Select(row => Identified(row, runCount)).ToArray();
                if ((room -= rows.Length) < 0)
                    return null;
                answers.Add(new SystemAnswers(contender.Name, seed, rows));
            }
        return answers;
    }

    // Two runs may call different questions the same. What was answered is most of a row; whether it is another's is
    // all that counts.
    private static ScoreRow Identified(ScoreRow row, int runCount) => row with
    {
        Id = runCount > 1 ? $"{row.Id}\n{row.Prompt}" : row.Id,
        Completion = ShortDigest.Of(row.Completion).ToString(),
    };

    private sealed record Contender(
        ComparedExperiment Run, string Name, IReadOnlyList<(int Seed, OutputRef Output)> Evaluations);
}
