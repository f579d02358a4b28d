using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace WeakToStrong.Tracker.Components.Shared;

public enum ButtonKind
{
    /// <summary>One of several things that can be done here.</summary>
    Plain,

    /// <summary>The one thing that is most likely wanted here.</summary>
    Primary,

    /// <summary>Ends or removes something.</summary>
    Danger,

    /// <summary>Without a frame, for toolbars and rows.</summary>
    Quiet,
}

/// <summary>
/// A button, or a link that looks like one. While what it started goes on it cannot be pressed again. With
/// <see cref="Label"/> and without content it is an icon alone.
/// </summary>
public sealed partial class Button
{
    private bool _isBusy;

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Parameter]
    public ButtonKind Kind { get; set; }

    [Parameter]
    public IconName? Icon { get; set; }

    /// <summary>What it does, where no text says it.</summary>
    [Parameter]
    public string? Label { get; set; }

    [Parameter]
    public string? Href { get; set; }

    [Parameter]
    public bool IsDisabled { get; set; }

    [Parameter]
    public bool IsSmall { get; set; }

    [Parameter]
    public bool IsSubmit { get; set; }

    [Parameter]
    public EventCallback<MouseEventArgs> OnPressed { get; set; }

    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? More { get; set; }

    private string? Title => ChildContent is null ? Label : null;

    private string Class => string.Join(
        ' ', "button", Kind.ToString().ToLowerInvariant(), IsSmall ? "small" : "", ChildContent is null ? "bare" : "");

    private async Task PressAsync(MouseEventArgs press)
    {
        _isBusy = true;
        try
        {
            await OnPressed.InvokeAsync(press);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
