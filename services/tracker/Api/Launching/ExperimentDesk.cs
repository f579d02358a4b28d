using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Api.Launching;

/// <summary>
/// Takes experiments in: reads and plans them with the command line's own code, inside the data roots, and launches.
/// </summary>
internal sealed class ExperimentDesk(
    StepCatalogue catalogue, ArtifactStore store, RunLauncher launcher, ApiOptions options) : IDisposable
{
    // Reading and planning is work for a core, and hashes every data file that the experiment names.
    private readonly SemaphoreSlim _planning = new(1, 1);

    /// <param name="submission">The experiment.</param>
    /// <param name="slots">Steps side by side, unless the submission says how many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">Everything that is wrong with the experiment.</exception>
    public Task<PlanView> PlanAsync(ExperimentSubmission submission, int slots, CancellationToken cancellationToken) =>
        OneByOneAsync(
            submission, plan => PlanView.Of(plan, store, submission.Slots ?? slots), cancellationToken);

    /// <exception cref="InputException">Everything that is wrong with the experiment.</exception>
    public async Task<Guid> LaunchAsync(ExperimentSubmission submission, CancellationToken cancellationToken)
    {
        var request = await OneByOneAsync(
            submission,
            plan => new LaunchRequest
            {
                Plan = plan,
                // With overrides and defaults written out, so that what is kept with the run is what ran.
                ExperimentText = ExperimentWriter.Write(plan.Experiment),
                Author = submission.Author,
            },
            cancellationToken);
        return await launcher.LaunchAsync(request, cancellationToken);
    }

    public void Dispose() => _planning.Dispose();

    private async Task<T> OneByOneAsync<T>(
        ExperimentSubmission submission, Func<ExperimentPlan, T> use, CancellationToken cancellationToken)
    {
        Check(submission);
        await _planning.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => use(MakePlan(submission)), cancellationToken);
        }
        finally
        {
            _planning.Release();
        }
    }

    private ExperimentPlan MakePlan(ExperimentSubmission submission)
    {
        var experiment = ExperimentReader.ParseWithin(
            options.DataRoots, submission.Experiment, submission.FileName, submission.Overrides, catalogue);
        return ExperimentPlan.Make(experiment, catalogue);
    }

    private static void Check(ExperimentSubmission submission)
    {
        var name = submission.FileName;
        if (name.Length is 0 or > ExperimentSubmission.MaxFileNameLength || name.Any(char.IsControl))
            throw new InputException("fileName", null,
                $"is no name; allowed are 1 to {ExperimentSubmission.MaxFileNameLength} characters on one line");
        if (submission.Author is { } author
            && (author.Length is 0 or > ExperimentSubmission.MaxAuthorLength || author.Any(char.IsControl)))
            throw new InputException("author", null,
                $"is no name; allowed are 1 to {ExperimentSubmission.MaxAuthorLength} characters on one line");
        if (submission.Overrides.Count > ExperimentSubmission.MaxOverrides || submission.Overrides.Contains(null!))
            throw new InputException("overrides", null,
                $"are {submission.Overrides.Count}; allowed are at most {ExperimentSubmission.MaxOverrides} texts");
        if (submission.Slots is < 1 or > ExperimentSubmission.MaxSlots)
            throw new InputException("slots", null,
                $"is {submission.Slots}; allowed is 1 to {ExperimentSubmission.MaxSlots}");
    }
}
