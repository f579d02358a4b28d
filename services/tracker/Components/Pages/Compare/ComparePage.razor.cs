using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Runs and their methods, held against each other. What is seen stands in the address, all of it.</summary>
public sealed partial class ComparePage(CompareReader reader)
{
    private const int ShownProblems = 6;

    private static readonly TabItem[] Views =
    [
        new(CompareQuery.Word(CompareView.Glance), "At a glance"),
        new(CompareQuery.Word(CompareView.Results), "Results"),
        new(CompareQuery.Word(CompareView.Curves), "Curves"),
        new(CompareQuery.Word(CompareView.Options), "Options"),
        new(CompareQuery.Word(CompareView.Sweep), "Sweep"),
    ];

    private bool _isPicking;

    protected override object Asked => Query;

    private string? Description => Model?.Runs.Count switch
    {
        null or 0 => null,
        1 => "The methods of one run",
        var count => $"{count} runs",
    };

    private IReadOnlyList<string> Notices => Model is null ? [] : [.. NoticesOf(Model)];

    // A browser gets more than what a page carries: see CompareDetail.
    protected override Task<CompareModel> LoadAsync(CancellationToken cancellationToken) =>
        reader.ReadAsync(
            Query, RendererInfo.IsInteractive ? CompareDetail.Screen : CompareDetail.Preview, cancellationToken);

    private static IEnumerable<string> NoticesOf(CompareModel model)
    {
        foreach (var missing in model.Missing.Take(ShownProblems))
            yield return $"Left out: {missing}.";
        if (model.LeftOutCount > 0)
            yield return $"At most {CompareQuery.MaxRuns} runs are compared; {model.LeftOutCount} are left out.";
        foreach (var equal in model.EqualRuns.Take(ShownProblems))
            yield return $"Equal to the last bit: {string.Join(", ", equal)} have the same report.";
        foreach (var run in model.WithoutReport.Take(ShownProblems))
            yield return $"{run.Label}: {run.Why}.";
        if (model.WithoutReport.Count > ShownProblems)
            yield return $"{model.WithoutReport.Count - ShownProblems} more runs have no report.";
    }

    // What was chosen within one view means nothing in the other.
    private void Choose(string view) => Navigation.Choose(("view", view == Views[0].Id ? null : view), ("page", null));

    private void Remove(string key) => Compare([.. Query.RunNames.Where(name => !Is(name, key))]);

    private void Compare(IReadOnlyList<string> names) =>
        Navigation.ChooseList("runs", Query.RunNames, names, ("page", null));

    // An address may have names, or the beginnings of ids.
    private bool Is(string name, string key) =>
        name == key || key.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        || Model?.Runs.FirstOrDefault(run => run.Key == key)?.Label == name;
}
