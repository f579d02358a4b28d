using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Api.Launching;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>Everything that the launch page asks before something is launched.</summary>
internal sealed class LaunchReader(
    ExperimentDesk desk,
    StepCatalogue catalogue,
    ArtifactStore store,
    SystemStatus status,
    TrackerDatabase database,
    RunQueries queries)
{
    // A few lines of a text can be wrong in a hundred thousand places.
    private const int MaxProblems = 100;

    private readonly ExperimentForm _form = new(catalogue);

    /// <summary>For completion in the editor.</summary>
    public JsonObject Schema { get; } = ExperimentSchema.Make(catalogue);

    /// <summary>What the form asks for experiments of this task.</summary>
    public FormRecord Form(string? task) => _form.Of(task);

    /// <param name="template">Name of a template; another than those there are stands for the default one.</param>
    /// <param name="clone">A run, which comes before the template.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    public async Task<LaunchStart> StartAsync(string? template, string? clone, CancellationToken cancellationToken)
    {
        var slots = await status.SlotCountAsync(cancellationToken);
        var rows = new List<TemplateRow>();
        foreach (var offered in Templates.All)
            rows.Add(await RowOfAsync(offered, slots, cancellationToken));
        var start = string.IsNullOrEmpty(clone)
            ? Chosen(template, rows)
            : await CloneAsync(clone, rows, cancellationToken);
        return start with { Problems = await CheckAsync(start.Text, cancellationToken) };
    }

    /// <summary>Everything that is wrong with the text, as the command line says it.</summary>
    public async Task<IReadOnlyList<InputProblem>> CheckAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            await desk.ReadAsync(new ExperimentSubmission { Experiment = text }, cancellationToken);
            return [];
        }
        catch (InputException exception)
        {
            return [.. exception.Problems.Take(MaxProblems)];
        }
    }

    /// <exception cref="InputException">Something is wrong with the text, or with a sweep's values.</exception>
    public async Task<LaunchPlan> PlanAsync(LaunchOrder order, CancellationToken cancellationToken)
    {
        var slots = await status.SlotCountAsync(cancellationToken);
        return await desk.LookAheadAsync(
            Submissions(order),
            plans => new LaunchPlanner(catalogue, store, slots).Put(plans),
            cancellationToken);
    }

    internal static IReadOnlyList<ExperimentSubmission> Submissions(LaunchOrder order) =>
        [.. order.Runs.Select(run => new ExperimentSubmission { Experiment = order.Text, Overrides = run.Overrides })];

    private static LaunchStart Chosen(string? template, IReadOnlyList<TemplateRow> rows)
    {
        var chosen = Templates.Find(template ?? Templates.Default) ?? Templates.All[0];
        return new LaunchStart { Text = chosen.Text, Template = chosen.Name, Cloned = null, Templates = rows };
    }

    private async Task<TemplateRow> RowOfAsync(Template template, int slots, CancellationToken cancellationToken)
    {
        try
        {
            var seconds = await desk.LookAheadAsync(
                [new ExperimentSubmission { Experiment = template.Text }],
                plans => PlanView.Of(plans[0], store, slots).ExpectedSeconds,
                cancellationToken);
            return new TemplateRow(template.Name, template.Summary, seconds);
        }
        catch (InputException)
        {
            return new TemplateRow(template.Name, template.Summary, null);
        }
    }

    private async Task<LaunchStart> CloneAsync(
        string clone, IReadOnlyList<TemplateRow> rows, CancellationToken cancellationToken)
    {
        var id = await queries.FindAsync(clone, cancellationToken);
        var run = await database.ReadAsync(
            db => db.Runs.Where(run => run.Id == id).Select(run => new { run.Name, run.ExperimentText })
                .SingleOrDefaultAsync(cancellationToken),
            cancellationToken) ?? throw new RunNotFoundException(clone);
        return new LaunchStart
        {
            // What is kept with a run says every default; who goes on from it wants to see the rest.
            Text = new ExperimentYaml(catalogue).OfKept(run.ExperimentText),
            Template = null,
            Cloned = $"{run.Name} {RunRow.ShortIdOf(id)}",
            Templates = rows,
        };
    }
}
