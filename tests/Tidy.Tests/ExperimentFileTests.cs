using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Methods;

namespace WeakToStrong.Tidy.Tests;

/// <summary>Every experiment of the repository can be planned as it stands.</summary>
public sealed class ExperimentFileTests
{
    public static TheoryData<string> Experiments =>
        [.. Repository.Files.Where(file => Path.GetFileName(file) == "experiment.yaml")];

    [Theory]
    [MemberData(nameof(Experiments))]
    public void Experiment_OfTheRepository_CanBePlanned(string file)
    {
        var catalogue = MethodCatalogue.Create();

        var experiment = ExperimentReader.Read(Repository.Absolute(file), [], catalogue);

        Assert.NotEmpty(ExperimentPlan.Make(experiment, catalogue).Steps);
        Assert.Equal(Path.GetFileName(Path.GetDirectoryName(file)), experiment.Name);
    }
}
