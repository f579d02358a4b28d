using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments;

/// <summary>What every experiment file has, whatever its task. A task derives its own record from this one.</summary>
public abstract record Experiment
{
    /// <summary>The task of a file that names none.</summary>
    public const string DefaultTask = "correction";

    [Description("Name of the experiment: letters, digits, '-', '_' and '.'.")]
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")]
    public required string Name { get; init; }

    [Description("The task, which decides the other keys.")]
    public string Task { get; init; } = DefaultTask;

    [Description("One whole replication per seed; intervals are taken over them.")]
    [MinLength(1), MaxLength(1000), DistinctItems, Range(0, int.MaxValue)]
    public required IReadOnlyList<int> Seeds { get; init; }
}
