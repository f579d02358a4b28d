namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Where <see cref="Toasts"/> appear; once, in the layout.</summary>
public sealed partial class ToastHost(Toasts toasts)
{
    public void Dispose() => toasts.Changed -= Redraw;

    protected override void OnInitialized() => toasts.Changed += Redraw;

    private void Redraw() => _ = InvokeAsync(StateHasChanged);
}
