using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Catalogue;

/// <summary>
/// One kind of step: a pure function from options, seed and inputs to artifacts, as the catalogue knows it.
/// Planning, validation, scheduling and the published schema are all derived from these entries.
/// </summary>
public sealed record StepKind
{
    /// <summary>Stable name, lower case with hyphens: <c>train-supervisor</c>. Part of every step key.</summary>
    public required string Name { get; init; }

    /// <summary>Raised whenever the bits this kind makes from the same input change. Part of every step key.</summary>
    public required int Revision { get; init; }

    /// <summary>
    /// The sealed record that holds this kind's options; every property of it is part of the step key.
    /// </summary>
    public required Type OptionsType { get; init; }

    /// <summary>The service that executes it.</summary>
    public required StepHost Host { get; init; }

    /// <summary>Names of the outputs a finished step always has; each is a folder in the artifact store.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>What it does, one sentence, for tables and the schema.</summary>
    public required string Summary { get; init; }

    /// <summary>Names of the random streams that it draws from, <c>{}</c> for what counts them.</summary>
    public IReadOnlyList<string> Streams { get; init; } = [];

    /// <summary>Names of further streams that options, as they stand in a spec, make it draw from.</summary>
    public Func<JsonObject, IEnumerable<string>> MoreStreams { get; init; } = _ => [];

    /// <summary>
    /// True when what it makes comes from somebody else, who may say something else the next time: no audit can make it
    /// again, only hold what was recorded against its digests.
    /// </summary>
    public bool ComesFromOutside { get; init; }

    /// <summary>
    /// What is wrong with the files that a step reads, as far as that can be said before anything is executed.
    /// </summary>
    public Func<StepSpec, IEnumerable<InputProblem>> Check { get; init; } = _ => [];

    /// <summary>Executes the step synchronously: reads the context's inputs, fills its outputs.</summary>
    public required Action<StepContext> Execute { get; init; }

    /// <summary>True when it touches tensors and so runs in a runner process of its own.</summary>
    public bool NeedsRunner => Host != StepHost.Tracker;
}
