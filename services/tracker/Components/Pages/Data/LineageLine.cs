using WeakToStrong.Tracker.Lineage;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>A step or a file before or after an artifact, in a table.</summary>
public sealed record LineageLine
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>Which of its outputs went on from there.</summary>
    public required string Outputs { get; init; }

    /// <summary>The page of what it made, or of the file; null where there is none yet.</summary>
    public required string? Address { get; init; }

    /// <summary>Null for a file.</summary>
    public required StepUse? Step { get; init; }

    /// <summary>What made it: the step itself, all that it needed, and the files where it all begins.</summary>
    public static IReadOnlyList<LineageLine> Before(ArtifactModel model) =>
    [
        .. (model.Origin?.Steps ?? []).Select(step => Of(step, OutputsFrom(model, step.Key))),
        .. (model.Origin?.Sources ?? []).DistinctBy(source => source.Sha256).Select(source => new LineageLine
        {
            Id = source.Sha256,
            Name = Path.GetFileName(source.Path),
            Kind = "file",
            Outputs = "",
            Address = $"/data/{source.Sha256}",
            Step = null,
        }),
    ];

    /// <summary>What used it.</summary>
    public static IReadOnlyList<LineageLine> After(ArtifactModel model) =>
        [.. model.Users.Steps.Select(step => Of(step, []))];

    /// <summary>The outputs of a step by which it is part of how the artifact was made.</summary>
    public static IReadOnlyList<string> OutputsFrom(ArtifactModel model, string stepKey) =>
        model.Maker is { } maker && maker.Maker.Key == stepKey
            ? [maker.Output]
            :
            [
                .. (model.Origin?.Edges ?? []).Where(edge => edge.FromKey == stepKey)
                    .SelectMany(edge => edge.Outputs).Distinct().Order(StringComparer.Ordinal),
            ];

    /// <summary>The page of the first of the outputs, or of any; a step that has none is found in its run.</summary>
    public static string? AddressOf(StepUse step, IReadOnlyList<string> outputs)
    {
        var name = outputs.FirstOrDefault(step.Outputs.ContainsKey)
            ?? step.Outputs.Keys.Order(StringComparer.Ordinal).FirstOrDefault();
        return name is not null ? $"/data/{step.Outputs[name]}"
            : step.Run is { } run ? $"/runs/{run.Id:N}"
            : null;
    }

    private static LineageLine Of(StepUse step, IReadOnlyList<string> outputs) => new()
    {
        Id = step.Key,
        Name = step.Name,
        Kind = step.Kind,
        Outputs = string.Join(", ", outputs),
        Address = AddressOf(step, outputs),
        Step = step,
    };
}
