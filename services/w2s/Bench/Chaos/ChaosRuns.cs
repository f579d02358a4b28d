using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Api.Launching;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Remote;

namespace WeakToStrong.W2s.Bench.Chaos;

/// <summary>
/// The runs that go on while processes are killed: one experiment with seed 1, 2, 3 …, so that there is always work.
/// The tracker is killed as well, so every question is asked until it is answered.
/// </summary>
internal sealed class ChaosRuns(TrackerClient client, string experimentFile) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<Guid> _ids = [];

    /// <summary>Ids in the order of their seeds, which count from 1.</summary>
    public IReadOnlyList<Guid> Ids => _ids;

    /// <summary>Launches the next run unless one is at work.</summary>
    public async Task EnsureWorkAsync(CancellationToken stop)
    {
        if (_ids.Count > 0 && !(await ShowAsync(_ids[^1], stop)).Run.IsFinished)
            return;
        var submission = new ExperimentSubmission
        {
            Experiment = ExperimentReader.ReadText(experimentFile),
            Overrides = Overrides(_ids.Count + 1),
        };
        _ids.Add((await client.PostAsync<RunView>("api/runs", submission, stop)).Run.Id);
    }

    public static IReadOnlyList<string> Overrides(int seed) => [$"seeds=[{seed}]"];

    public Task<RunView> ShowAsync(Guid id, CancellationToken stop) => AskAsync<RunView>($"api/runs/{id:N}", stop);

    /// <summary>A step by its key.</summary>
    public Task<StepView> StepAsync(string key, CancellationToken stop) => AskAsync<StepView>($"api/steps/{key}", stop);

    /// <summary>Waits until the run has ended, and returns it.</summary>
    public async Task<RunView> WaitAsync(Guid id, CancellationToken stop)
    {
        while (true)
        {
            var view = await ShowAsync(id, stop);
            if (view.Run.IsFinished)
                return view;
            await Task.Delay(Pause, stop);
        }
    }

    /// <param name="run">A completed one.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<string> ReportDigestAsync(RunView run, CancellationToken stop) =>
        (await AskAsync<Report>($"api/runs/{run.Run.Id:N}/report", stop)).ReportDigest;

    public void Dispose() => client.Dispose();

    private async Task<T> AskAsync<T>(string path, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        while (true)
        {
            try
            {
                return await client.GetAsync<T>(path, patience.Token);
            }
            catch (Exception failure) when (Outage.IsPassing(failure) && !patience.IsCancellationRequested)
            {
                await Task.Delay(Pause, patience.Token);
            }
        }
    }
}
