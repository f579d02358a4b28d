using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Moves through a list that is shown page by page; pages count from 1.</summary>
public sealed partial class Pager
{
    [Parameter, EditorRequired]
    public required int Page { get; set; }

    [Parameter, EditorRequired]
    public required int PageSize { get; set; }

    [Parameter, EditorRequired]
    public required int Total { get; set; }

    [Parameter]
    public EventCallback<int> PageChanged { get; set; }

    private int PageCount => Math.Max(1, (Total + PageSize - 1) / PageSize);

    private string Summary
    {
        get
        {
            var first = ((Page - 1) * PageSize) + 1;
            var last = Math.Min(Page * PageSize, Total);
            return Total == 0 ? "none" : $"{Numbers.Count(first)}–{Numbers.Count(last)} of {Numbers.Count(Total)}";
        }
    }
}
