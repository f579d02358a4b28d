using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Tests.Files;

internal enum TestDtype
{
    Float32,
    BrainFloat16,
}

internal sealed record TestExperiment : Experiment, IValidatableObject
{
    public TestData Data { get; init; } = new();

    public TestTraining Supervisor { get; init; } = new() { Epochs = 3 };

    [MinLength(1)]
    public IReadOnlyList<TestMethod> Methods { get; init; } = [];

    public TestDtype Dtype { get; init; }

    public bool Deterministic { get; init; } = true;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Methods.Count; i++)
            if (Methods[i].From != "base" && !Methods.Take(i).Any(method => method.Name == Methods[i].From))
                yield return new ValidationResult(
                    $"method '{Methods[i].Name}' starts from '{Methods[i].From}', which is no earlier method",
                    [FormattableString.Invariant($"methods.{i}.from")]);
    }
}

internal sealed record TestData
{
    public string Kind { get; init; } = "world";

    [VariantOptions("data", "kind")]
    public object? Options { get; init; }
}

internal sealed record TestTraining
{
    [Range(1, 1000), Description("Passes over the data.")]
    public int Epochs { get; init; } = 2;

    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1e-3;

    public int? MaxUpdates { get; init; }
}

internal sealed record TestMethod
{
    [RegularExpression("[a-z0-9-]+")]
    public required string Name { get; init; }

    public required string Method { get; init; }

    public string From { get; init; } = "base";

    [VariantOptions("method", "method")]
    public object? Options { get; init; }
}

internal sealed record TestSft
{
    public TestTraining Training { get; init; } = new();
}

internal sealed record TestDpo
{
    [Range(0.0, 10.0, MinimumIsExclusive = true)]
    public double Beta { get; init; } = 0.1;

    public long Tokens { get; init; } = 1000;
}

internal sealed record TestWorld
{
    [Range(3, 120)]
    public int Animals { get; init; } = 120;
}

internal sealed record TestFiles
{
    [InputPath]
    public required string Supervisor { get; init; }

    [InputPath(IsFolder = true)]
    public string? Cache { get; init; }
}

internal static class TestCatalogue
{
    public static StepCatalogue Make()
    {
        var catalogue = new StepCatalogue();
        catalogue.Add(new ExperimentTask
        {
            Name = "correction",
            FileType = typeof(TestExperiment),
            Plan = (_, _) => throw new NotSupportedException("nothing is planned here"),
        });
        Add(catalogue, "data", "world", typeof(TestWorld));
        Add(catalogue, "data", "files", typeof(TestFiles));
        Add(catalogue, "method", "sft", typeof(TestSft));
        Add(catalogue, "method", "dpo", typeof(TestDpo));
        return catalogue;
    }

    private static void Add(StepCatalogue catalogue, string family, string name, Type options) =>
        catalogue.Add(new Variant
        {
            Family = family,
            Name = name,
            OptionsType = options,
            Summary = $"The {name} {family}.",
            Definition = name,
        });
}
