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

    // For plans that are looked at again and again while somebody types; what is launched is read anew.
    private readonly FileDigests _seen = new();

    /// <summary>The experiment, of whose data nothing is read.</summary>
    /// <exception cref="InputException">Everything that is wrong with the experiment.</exception>
    public Task<Experiment> ReadAsync(ExperimentSubmission submission, CancellationToken cancellationToken)
    {
        Check(submission);
        return Task.Run(() => Read(submission), cancellationToken);
    }

    /// <summary>Plans several, as a look ahead: a data file that did not change is not read again.</summary>
    /// <exception cref="InputException">Everything that is wrong with the first that is wrong.</exception>
    public Task<T> LookAheadAsync<T>(
        IReadOnlyList<ExperimentSubmission> submissions,
        Func<IReadOnlyList<ExperimentPlan>, T> use,
        CancellationToken cancellationToken) =>
        OneByOneAsync(
            submissions, submission => MakePlan(submission, _seen, cancellationToken), use, cancellationToken);

    /// <summary>Launches all of them, or none when one of them is wrong.</summary>
    /// <param name="submissions">The experiments.</param>
    /// <param name="launched">Told of each run as soon as it is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">Everything that is wrong with the first that is wrong.</exception>
    public async Task LaunchAllAsync(
        IReadOnlyList<ExperimentSubmission> submissions,
        Func<Guid, Task> launched,
        CancellationToken cancellationToken)
    {
        var digests = new FileDigests();
        var requests = await OneByOneAsync(
            submissions,
            submission => RequestOf(submission, MakePlan(submission, digests, cancellationToken)),
            requests => requests,
            cancellationToken);
        foreach (var request in requests)
            await launched(await launcher.LaunchAsync(request, cancellationToken));
    }

    /// <param name="submission">The experiment.</param>
    /// <param name="slots">Steps side by side, unless the submission says how many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">Everything that is wrong with the experiment.</exception>
    public Task<PlanView> PlanAsync(ExperimentSubmission submission, int slots, CancellationToken cancellationToken) =>
        OneByOneAsync(
            [submission],
            one => PlanView.Of(MakePlan(one, new FileDigests(), cancellationToken), store, one.Slots ?? slots),
            views => views[0],
            cancellationToken);

    /// <exception cref="InputException">Everything that is wrong with the experiment.</exception>
    public async Task<Guid> LaunchAsync(ExperimentSubmission submission, CancellationToken cancellationToken)
    {
        var id = Guid.Empty;
        await LaunchAllAsync(
            [submission],
            launched =>
            {
                id = launched;
                return Task.CompletedTask;
            },
            cancellationToken);
        return id;
    }

    public void Dispose() => _planning.Dispose();

    private async Task<TAll> OneByOneAsync<TOne, TAll>(
        IReadOnlyList<ExperimentSubmission> submissions,
        Func<ExperimentSubmission, TOne> make,
        Func<IReadOnlyList<TOne>, TAll> use,
        CancellationToken cancellationToken)
    {
        foreach (var submission in submissions)
            Check(submission);
        await _planning.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => use([.. submissions.Select(make)]), cancellationToken);
        }
        finally
        {
            _planning.Release();
        }
    }

    private ExperimentPlan MakePlan(
        ExperimentSubmission submission, FileDigests digests, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ExperimentPlan.Make(Read(submission), catalogue, digests);
    }

    private Experiment Read(ExperimentSubmission submission) => ExperimentReader.ParseWithin(
        options.DataRoots, submission.Experiment, submission.FileName, submission.Overrides, catalogue);

    private static LaunchRequest RequestOf(ExperimentSubmission submission, ExperimentPlan plan) =>
        LaunchRequest.Of(plan, submission.Experiment, submission.Overrides) with { Author = submission.Author };

    private static void Check(ExperimentSubmission submission)
    {
        var name = submission.FileName;
        if (name.Length is 0 or > ExperimentSubmission.MaxFileNameLength || name.Any(char.IsControl))
            throw new InputException("fileName", null,
                $"is no name; allowed are 1 to {ExperimentSubmission.MaxFileNameLength} characters on one line");
        ExperimentSubmission.CheckAuthor(submission.Author);
        if (submission.Overrides.Count > ExperimentSubmission.MaxOverrides || submission.Overrides.Contains(null!))
            throw new InputException("overrides", null,
                $"are {submission.Overrides.Count}; allowed are at most {ExperimentSubmission.MaxOverrides} texts");
        if (submission.Slots is < 1 or > ExperimentSubmission.MaxSlots)
            throw new InputException("slots", null,
                $"is {submission.Slots}; allowed is 1 to {ExperimentSubmission.MaxSlots}");
    }
}
