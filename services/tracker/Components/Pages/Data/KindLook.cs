using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>How kinds of artifacts are called and coloured.</summary>
internal static class KindLook
{
    public static string Word(ArtifactKind kind) => kind.ToString().ToLowerInvariant();

    public static string Plural(ArtifactKind kind) => kind switch
    {
        ArtifactKind.Model => "Models",
        ArtifactKind.Labels => "Labels",
        ArtifactKind.Samples => "Samples",
        ArtifactKind.Data => "Data sets",
        ArtifactKind.Evaluation => "Evaluations",
        ArtifactKind.Report => "Reports",
        ArtifactKind.Tokenizer => "Tokenizers",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static Tone Tone(ArtifactKind kind) => kind switch
    {
        ArtifactKind.Model => Shared.Tone.Accent,
        ArtifactKind.Labels or ArtifactKind.Samples => Shared.Tone.Info,
        ArtifactKind.Report or ArtifactKind.Evaluation => Shared.Tone.Good,
        _ => Shared.Tone.Quiet,
    };
}

/// <summary>How files from outside are called and coloured.</summary>
internal static class SourceLook
{
    public static string Word(SourceState state) => state switch
    {
        SourceState.There => "there",
        SourceState.Gone => "gone",
        SourceState.Outside => "not readable here",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static Tone Tone(SourceState state) => state switch
    {
        SourceState.There => Shared.Tone.Good,
        SourceState.Gone => Shared.Tone.Warn,
        _ => Shared.Tone.Quiet,
    };
}
