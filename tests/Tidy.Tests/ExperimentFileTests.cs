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

        var experiment = ExperimentReader.Read(Repository.Absolute(file), Overrides(file), catalogue);

        Assert.NotEmpty(ExperimentPlan.Make(experiment, catalogue).Steps);
        Assert.Equal(Path.GetFileName(Path.GetDirectoryName(file)), experiment.Name);
    }

    /// <summary>Data files are not part of the repository; the README's command names them, and so does this.</summary>
    private static string[] Overrides(string file)
    {
        var rows = Repository.Absolute("tests/Tidy.Tests/rows.jsonl");
        return Repository.Read(file).Contains("kind: files", StringComparison.Ordinal)
            ? [$"data.supervisor={rows}", $"data.transfer={rows}", $"data.test={rows}"]
            : [];
    }
}
