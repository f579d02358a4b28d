using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>A text and what became of it, word by word: kept, removed, added.</summary>
public sealed partial class WordDiffText
{
    private (string Before, string After)? _compared;

    [Parameter, EditorRequired]
    public required string Before { get; set; }

    [Parameter, EditorRequired]
    public required string After { get; set; }

    private IReadOnlyList<WordSpan> Spans { get; set; } = [];

    protected override void OnParametersSet()
    {
        if (_compared == (Before, After))
            return;
        _compared = (Before, After);
        Spans = WordDiff.Of(Before, After);
    }
}
