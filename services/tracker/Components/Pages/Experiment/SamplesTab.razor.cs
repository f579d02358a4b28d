using System.Globalization;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>What systems answered, and what the supervisor changed: ranked, searched, page by page.</summary>
public sealed partial class SamplesTab(SamplesReader reader)
{
    private const int MaxTravellingCharacters = 40_000;
    private const string Labels = "labels";

    private static readonly Choice<SampleSource>[] Sources =
        [new(SampleSource.Answers, "Answers"), new(SampleSource.WeakLabels, "Weak labels")];

    private static readonly Choice<SampleScore>[] Scores =
    [
        new(SampleScore.Quality, "By quality"), new(SampleScore.Helpfulness, "By helpfulness"),
        new(SampleScore.Harmlessness, "By harmlessness"),
    ];

    private static readonly (SampleOrder Order, string? Name, string Title)[] Named =
    [
        (SampleOrder.AsAsked, null, "As asked"), (SampleOrder.ChangedMost, "changed", "Changed most"),
        (SampleOrder.MadeWorse, "worse", "Made worse"), (SampleOrder.MethodsDisagree, "disagree", "Methods disagree"),
    ];

    [Parameter, EditorRequired]
    public required Guid RunId { get; set; }

    /// <summary>The run has its report, and nothing of it changes any more.</summary>
    [Parameter]
    public bool IsCompleted { get; set; }

    /// <summary>The page's address, in which stands what is chosen.</summary>
    [Parameter, EditorRequired]
    public required string Query { get; set; }

    protected override object Asked => Wanted;

    protected override object? Subject => RunId;

    private string? System => Address.Chosen(Query, "system");

    private string? SearchText => Address.Chosen(Query, "text");

    private SamplesAsked Wanted => new()
    {
        RunId = RunId,
        Source = Source,
        Seed = Number("seed"),
        Order = Order,
        System = System,
        Score = Score,
        Search = SearchText?.Trim() is { } text ? text[..Math.Min(text.Length, SamplesAsked.MaxSearchLength)] : "",
        Page = PageNumber,
    };

    private SampleSource Source =>
        Address.Chosen(Query, "texts") == Labels ? SampleSource.WeakLabels : SampleSource.Answers;

    private SampleOrder Order
    {
        get
        {
            var name = Address.Chosen(Query, "order");
            return Orders.Select(choice => choice.Value)
                .FirstOrDefault(order => Named.First(entry => entry.Order == order).Name == name);
        }
    }

    private SampleScore Score =>
        Enum.TryParse<SampleScore>(Address.Chosen(Query, "by"), ignoreCase: true, out var score)
            && Enum.IsDefined(score) ? score : SampleScore.Quality;

    private int PageNumber => Math.Clamp(Number("page") ?? 1, 1, SampleIndex.MaxQuestions);

    private bool IsPlain => Address.Chosen(Query, "changes") == "off";

    private IReadOnlyList<Choice<SampleOrder>> Orders =>
    [
        .. Named.Where(entry => Source == SampleSource.Answers
                || entry.Order is SampleOrder.AsAsked or SampleOrder.ChangedMost)
            .Select(entry => new Choice<SampleOrder>(entry.Order, entry.Title)),
    ];

    private IReadOnlyList<Choice<int>> SeedChoices =>
        [.. Model!.Seeds.Select(seed => new Choice<int>(seed, $"Seed {seed}"))];

    private IReadOnlyList<Choice<string>> SystemChoices =>
        [new("", "Any method"), .. Model!.Systems.Select(system => new Choice<string>(system, system))];

    private (string Title, string Text) Nothing => Model switch
    {
        { TotalCount: > 0 } when SearchText is { Length: > 0 } => (
            "Nothing matches", $"No question and no answer here has “{SearchText}” in it."),
        { TotalCount: > 0 } => ("None of this kind", "No answer here fits: nothing changed, or nothing got worse."),
        { HasAnswers: true } => ("No weak labels", "This run has none, or its artifacts were removed."),
        _ => ("No answers yet", "They come with the report. The weak labels are there already."),
    };

    protected override async Task<SamplesView> LoadAsync(CancellationToken cancellationToken)
    {
        var wanted = Wanted;
        if (IsCompleted && Model is { IsFinal: true, Cases: not null } known && known.Asked == wanted)
            return known;
        var view = await reader.ReadAsync(wanted, cancellationToken);
        return RendererInfo.IsInteractive || LengthOf(view) <= MaxTravellingCharacters
            ? view
            : view with { Cases = null };
    }

    // What travels with the page goes back over the page's connection, in one message of bounded size.
    private static int LengthOf(SamplesView view) => view.Cases!.Sum(sample =>
        sample.Prompt.Length + sample.Before.Text.Length + sample.After.Sum(text => text.Text.Length));

    private int? Number(string name) =>
        int.TryParse(Address.Chosen(Query, name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private void ChooseSource(SampleSource source) => Choose(
        ("texts", source == SampleSource.WeakLabels ? Labels : null), ("order", null), ("system", null));

    private void ChooseSeed(int seed) => Choose(("seed", seed.ToString(CultureInfo.InvariantCulture)));

    private void ChooseOrder(SampleOrder order) =>
        Choose(("order", Named.First(entry => entry.Order == order).Name), ("system", null));

    private void ChooseSystem(string system) => Choose(("system", system));

    private void ChooseScore(SampleScore score) =>
        Choose(("by", score == SampleScore.Quality ? null : score.ToString().ToLowerInvariant()));

    private void Search(string text) => Choose(("text", text));

    private void ShowChanges(bool isShown) => Navigation.Choose(("changes", isShown ? null : "off"));

    private void ShowAll() => Choose(("order", null), ("system", null), ("text", null));

    private void Turn(int page) =>
        Navigation.Choose(("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null));

    private void Choose(params (string Name, string? Value)[] choices) =>
        Navigation.Choose([.. choices, ("page", null)]);
}
