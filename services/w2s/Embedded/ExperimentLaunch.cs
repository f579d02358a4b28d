using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Methods;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.W2s.Embedded;

/// <summary>One experiment file, executed in this process.</summary>
internal sealed record ExperimentLaunch
{
    public required string File { get; init; }

    public required IReadOnlyList<string> Overrides { get; init; }

    public required string Store { get; init; }

    public required int Slots { get; init; }

    public required bool Json { get; init; }

    public async Task<int> ExecuteAsync()
    {
        var catalogue = MethodCatalogue.Create();
        var experiment = ExperimentReader.Read(File, Overrides, catalogue);
        var request = new LaunchRequest
        {
            Plan = ExperimentPlan.Make(experiment, catalogue),
            // With overrides and defaults written out, so that what is kept with the run is what ran.
            ExperimentText = ExperimentWriter.Write(experiment),
        };
        var execution = new RunExecution { Store = Store, Slots = Slots, Json = Json, Catalogue = catalogue };
        return await execution.ExecuteAsync((host, stop) => host.Launcher.LaunchAsync(request, stop));
    }
}
