using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Tracker.Components.Pages.Experiments;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>Reads pages of what systems answered and of what the supervisor corrected.</summary>
public sealed class SamplesReader(RunQueries queries, ArtifactStore store, SampleMemory memory)
{
    private const string Labels = "labels";
    private const int SelectionsPerQuestion = 8;

    private static readonly string[] LabelKinds = [CorrectAnswersStep.Kind, MergeLabelsStep.Kind];

    /// <exception cref="InvalidDataException">A file of the store is not what it should be.</exception>
    public async Task<SamplesView> ReadAsync(SamplesAsked asked, CancellationToken cancellationToken)
    {
        var run = await queries.ShowAsync(asked.RunId, cancellationToken);
        var outline = OutlineReader.Read(run.ExperimentText);
        var evaluations = store.FindStep(run.ReportStepKey) is { } report
            ? AnswerSamples.EvaluationsOf(report.Spec)
            : [];
        var seeds = SeedsOf(outline, evaluations.Select(evaluation => evaluation.Seed));
        var seed = asked.Seed is { } wanted && seeds.Contains(wanted) ? wanted : seeds.FirstOrDefault();
        var labels = LabelsOf(run, seed);
        var empty = new SamplesView
        {
            Asked = asked,
            Methods = outline.Methods,
            Seeds = seeds,
            Seed = seed,
            HasAnswers = evaluations.Length > 0,
            HasLabels = labels is not null,
            Systems = [],
            MatchingCount = 0,
            TotalCount = 0,
            IsCut = false,
            Cases = [],
            IsFinal = evaluations.Length > 0,
        };
        return asked.Source switch
        {
            SampleSource.WeakLabels when labels is { } step => await LabelsAsync(empty, step, cancellationToken),
            SampleSource.Answers when evaluations.Length > 0 => await AnswersAsync(
                empty, run.ReportStepKey, ScoresOf(evaluations, seed), cancellationToken),
            _ => empty,
        };
    }

    private static int[] SeedsOf(ExperimentOutline outline, IEnumerable<int> evaluated)
    {
        var seeds = evaluated.Distinct().Order().ToArray();
        return seeds.Length > 0 ? seeds : [.. outline.Seeds.Order()];
    }

    private SystemScores[] ScoresOf(IEnumerable<(string System, int Seed, OutputRef Output)> all, int seed) =>
        [
            .. all.Where(evaluation => evaluation.Seed == seed)
                .Select(evaluation => new SystemScores(
                    evaluation.System, seed, store.OutputPath(evaluation.Output))),
        ];

    /// <summary>
    /// The labels that students learn from: those of the transfer questions. The supervisor's corrections of test
    /// answers are what it is judged by, and stand among the answers.
    /// </summary>
    private string? LabelsOf(RunView run, int seed)
    {
        var step = run.Steps.FirstOrDefault(step => LabelKinds.Contains(step.Kind)
            && SeedStep.Of(step.Name) == new SeedStep(seed, "weak labels of transfer")
            && step.Status == StepStatus.Completed);
        return step?.Outputs.GetValueOrDefault(Labels) is { } digest && store.HasArtifact(digest) ? digest : null;
    }

    private async Task<SamplesView> AnswersAsync(
        SamplesView empty, string reportKey, SystemScores[] systems, CancellationToken cancellationToken)
    {
        var asked = empty.Asked;
        var index = await memory.GetAsync(
            ("answers", reportKey, empty.Seed), () => SampleIndex.Build(systems, cancellationToken),
            made => made.Count, cancellationToken);
        var ranked = asked.System is { } system && index.Systems.Contains(system)
            ? [system]
            : index.Systems.Where(SystemNames.IsMethod).ToArray();
        var selected = await SelectAsync(
            ("answers", reportKey, empty.Seed, asked.Order, asked.System, asked.Score, asked.Search),
            () => index.Ranked(asked.Order, ranked, asked.Score),
            () => index.Find(asked.Search, cancellationToken),
            asked.Search, cancellationToken);
        var page = selected.Skip(asked.Skipped).Take(SamplesAsked.PageSize).ToArray();
        var samples = index.Read([.. page.Select(entry => entry.Place)]);
        return empty with
        {
            Systems = [.. index.Systems.Skip(1)],
            MatchingCount = selected.Count,
            TotalCount = index.TotalCount,
            IsCut = index.TotalCount > index.Count,
            Cases = [.. page.Zip(samples, (entry, sample) => CaseOf(index, entry, sample, asked.Order))],
        };
    }

    private async Task<SamplesView> LabelsAsync(
        SamplesView empty, string digest, CancellationToken cancellationToken)
    {
        var asked = empty.Asked;
        var index = await memory.GetAsync(
            ("labels", digest), () => LabelIndex.Build(store.ArtifactPath(digest)), made => made.Count,
            cancellationToken);
        var selected = await SelectAsync(
            ("labels", digest, asked.Order, asked.Search), () => index.Ranked(asked.Order),
            () => index.Find(asked.Search), asked.Search, cancellationToken);
        var page = selected.Skip(asked.Skipped).Take(SamplesAsked.PageSize).ToArray();
        var rows = index.Read([.. page.Select(entry => entry.Place)]);
        return empty with
        {
            MatchingCount = selected.Count,
            TotalCount = index.TotalCount,
            IsCut = index.TotalCount > index.Count,
            IsFinal = true,
            Cases =
            [
                .. page.Zip(rows, (entry, row) => new SampleCase
                {
                    Number = entry.Place + 1,
                    Id = row.Id,
                    Prompt = SampleText.Cut(row.Prompt),
                    Ranked = null,
                    Before = new SampleText { System = SystemName.Draft, Text = SampleText.Cut(row.Rejected) },
                    After =
                    [
                        new SampleText
                        {
                            System = SystemName.Correction,
                            Text = SampleText.Cut(row.Chosen),
                            Changed = index.Changed(entry.Place),
                        },
                    ],
                }),
            ],
        };
    }

    private async Task<IReadOnlyList<RankedPlace>> SelectAsync(
        object key,
        Func<IReadOnlyList<RankedPlace>> rank,
        Func<IReadOnlySet<int>> find,
        string search,
        CancellationToken cancellationToken) =>
        await memory.GetAsync<IReadOnlyList<RankedPlace>>(
            key,
            () =>
            {
                if (search.Length == 0)
                    return rank();
                var found = find();
                return [.. rank().Where(entry => found.Contains(entry.Place))];
            },
            made => made.Count / SelectionsPerQuestion, cancellationToken);

    private static SampleCase CaseOf(SampleIndex index, RankedPlace entry, ComparedSample sample, SampleOrder order)
    {
        var first = index.Systems[0];
        return new SampleCase
        {
            Number = entry.Place + 1,
            Id = sample.Id,
            Prompt = SampleText.Cut(sample.Prompt),
            Ranked = RankedText(order, entry.Amount),
            Before = SampleText.Of(first, sample.Answers[first], changed: null),
            After =
            [
                .. index.Systems.Skip(1).Where(sample.Answers.ContainsKey).Select(system =>
                    SampleText.Of(system, sample.Answers[system], index.Changed(entry.Place, system))),
            ],
        };
    }

    private static string? RankedText(SampleOrder order, double amount) => order switch
    {
        SampleOrder.ChangedMost => $"{Numbers.Percent(amount)} of the words differ",
        SampleOrder.MadeWorse => $"{Numbers.Decimals(amount, 2)} lower",
        SampleOrder.MethodsDisagree => $"{Numbers.Decimals(amount, 2)} apart",
        _ => null,
    };
}
