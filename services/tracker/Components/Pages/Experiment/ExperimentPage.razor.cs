using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>One run: what it found, how it goes, what it was made of.</summary>
public sealed partial class ExperimentPage(ExperimentReader reader)
{
    private const string OverviewName = "overview";
    private const string StepsName = "steps";
    private const string CurvesName = "curves";
    private const string SamplesName = "samples";
    private const string AuditsName = "audits";
    private const string ConfigurationName = "configuration";
    private const string ListLayout = "list";

    private ProgressMeter? _meter;
    private Guid _metered;
    private string? _found;
    private Problem? _notFound;

    /// <summary>The run's id; its beginning and its name lead to it.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tab")]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "step")]
    private string? Step { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    private string? Layout { get; set; }

    [SupplyParameterFromQuery(Name = "graph")]
    private string? GraphSize { get; set; }

    [SupplyParameterFromQuery(Name = "steps")]
    private string? SeedOfSteps { get; set; }

    protected override object Asked => new ExperimentAsked(
        RunId, ActiveTab == StepsName ? Step : null, ActiveTab == AuditsName);

    protected override object? Subject => RunId;

    private Guid RunId => Guid.TryParseExact(Id, "N", out var id) ? id : default;

    private string ActiveTab => Items.Any(tab => tab.Id == Tab) ? Tab! : Items[0].Id;

    private string Title => Model switch
    {
        null => "Experiment",
        { Run: { IsAudit: true, Name: var name } } => $"Steps of an audit of {name}",
        { Run.Name: var name } => name,
    };

    private string AuditsHref => Navigation.With(("tab", AuditsName));

    private Problem? ShownProblem => _notFound ?? Problem;

    // What an audit found is on its own page; here is how it goes.
    private IReadOnlyList<TabItem> Items => Model is { Run.IsAudit: true }
        ? [new(StepsName, "Steps", Model.Run.StepCount), new(CurvesName, "Curves")]
        :
        [
            new(OverviewName, "Overview"), new(StepsName, "Steps", Model?.Run.StepCount), new(CurvesName, "Curves"),
            new(SamplesName, "Samples"), new(AuditsName, "Audits"), new(ConfigurationName, "Configuration"),
        ];

    protected override async Task OnParametersSetAsync()
    {
        if (RunId != default || await LeadToIdAsync())
            await base.OnParametersSetAsync();
    }

    protected override async Task<ExperimentView> LoadAsync(CancellationToken cancellationToken)
    {
        var asked = (ExperimentAsked)Asked;
        if (_meter is null || _metered != asked.RunId)
            (_meter, _metered) = (await reader.MeterAsync(cancellationToken), asked.RunId);
        return await reader.ReadAsync(asked, _meter, RendererInfo.IsInteractive, cancellationToken);
    }

    /// <summary>Goes on at the address with the whole id; false, as this address shows nothing itself.</summary>
    private async Task<bool> LeadToIdAsync()
    {
        if (_found == Id)
            return false;
        _found = Id;
        try
        {
            var id = await reader.FindAsync(Id, CancellationToken.None);
            var query = new Uri(Navigation.Uri).Query;
            Navigation.NavigateTo($"/runs/{id:N}{query}", replace: true);
        }
        catch (RunNotFoundException)
        {
            Navigation.NotFound();
        }
        catch (AmbiguousRunException exception)
        {
            _notFound = Shared.Problem.Of(exception) with
            {
                Title = "Several runs begin so",
                Advice = "Open one of them from the list of experiments.",
            };
        }
        return false;
    }

    private void Open(string tab) =>
        Navigation.Choose(("tab", tab == Items[0].Id ? null : tab));
}
