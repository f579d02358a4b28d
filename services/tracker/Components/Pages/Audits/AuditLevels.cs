using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>The levels as a person chooses between them.</summary>
internal static class AuditLevels
{
    public static IReadOnlyList<Choice<AuditLevel>> Choices { get; } =
    [
        new(AuditLevel.Inputs, "inputs – seconds"),
        new(AuditLevel.Labels, "labels – a part of the labelling"),
        new(AuditLevel.Resume, "resume – a few updates of each training"),
        new(AuditLevel.Full, "full – as long as the run itself"),
    ];

    public static string Explain(AuditLevel level) => level switch
    {
        AuditLevel.Inputs => "Everything that was recorded is still there and hashes equal.",
        AuditLevel.Labels => "And a sample of the weak labels is generated again and compared token by token.",
        AuditLevel.Resume => "And from a random checkpoint of every training, updates are made again and compared.",
        _ => "Every step is executed again without reuse, and every artifact is compared.",
    };
}
