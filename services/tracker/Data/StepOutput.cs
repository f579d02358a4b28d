namespace WeakToStrong.Tracker.Data;

/// <summary>An artifact as what a step made; the same bytes may come out of several steps.</summary>
public sealed class StepOutput
{
    public required string StepKey { get; init; }

    /// <summary>The output's name: <c>model</c>, <c>labels</c>.</summary>
    public required string Name { get; init; }

    public required string Digest { get; init; }

    public required ArtifactKind Kind { get; init; }

    public required string StepKind { get; init; }

    /// <summary>When the tracker learned that the store has it.</summary>
    public required DateTimeOffset MadeAt { get; init; }
}

/// <summary>What an artifact is for people.</summary>
public enum ArtifactKind
{
    Model,
    Labels,
    Samples,

    /// <summary>Questions, documents, worlds: what was prepared before anything is trained.</summary>
    Data,
    Evaluation,
    Report,
    Tokenizer,
}
