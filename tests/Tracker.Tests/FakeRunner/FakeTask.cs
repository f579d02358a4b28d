using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.FakeRunner;

/// <summary>
/// An experiment file of fake steps, for whoever launches by text: prepare → train → scores → report.
/// </summary>
public sealed record FakeExperiment : Experiment
{
    public required string LogFile { get; init; }

    public Behaviour Behaviour { get; init; } = Behaviour.Complete;

    public int Updates { get; init; } = 4;

    public int MillisecondsPerUpdate { get; init; }

    [InputPath]
    public string? Data { get; init; }

    [InputPath(IsFolder = true)]
    public string? Model { get; init; }
}

public static class FakeTask
{
    public static ExperimentTask Definition { get; } = new()
    {
        Name = Experiment.DefaultTask, FileType = typeof(FakeExperiment), Plan = Plan,
    };

    private static StepHandle Plan(Experiment experiment, PlanBuilder builder)
    {
        var fake = (FakeExperiment)experiment;
        var inputs = new Dictionary<string, OutputRef>();
        foreach (var seed in fake.Seeds)
            foreach (var (system, scores) in PlanSeed(fake, builder, seed))
                inputs.Add($"{system}/{seed}", scores);
        var options = new ComparisonOptions { Name = fake.Name, Seeds = fake.Seeds, Systems = FakeComparison.Systems };
        return builder.Add("report", FakeComparison.Comparison, options, seed: 0, inputs);
    }

    private static IEnumerable<(string System, OutputRef Scores)> PlanSeed(
        FakeExperiment fake, PlanBuilder builder, int seed)
    {
        var files = fake.Data is { } path
            ? new Dictionary<string, InputFile> { ["data"] = new(path, Digests.OfFile(path)) }
            : [];
        var options = new FakeOptions { Label = "data", LogFile = fake.LogFile };
        var data = builder.Add($"seed {seed} / data", FakeCatalogue.Prepare, options, seed, files: files);
        var training = options with
        {
            Label = "sft",
            Behaviour = fake.Behaviour,
            Updates = fake.Updates,
            MillisecondsPerUpdate = fake.MillisecondsPerUpdate,
        };
        var model = builder.Add(
            $"seed {seed} / sft", FakeCatalogue.Train, training, seed,
            new Dictionary<string, OutputRef> { ["data"] = data.Output("data") });
        foreach (var system in FakeComparison.Systems)
            yield return (system, builder.Add(
                $"seed {seed} / {system} / judge", FakeComparison.Score, options with { Label = system }, seed,
                new Dictionary<string, OutputRef> { ["model"] = model.Output("model") }).Output("scores"));
    }
}
