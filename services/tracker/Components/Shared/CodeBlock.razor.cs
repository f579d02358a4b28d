using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Text as a machine reads or wrote it: a file, a log, a command.</summary>
public sealed partial class CodeBlock
{
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }
}
