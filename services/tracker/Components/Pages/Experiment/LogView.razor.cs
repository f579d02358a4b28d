using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Components.Live;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>The end of an attempt's log, which grows as it is written; only so much of it is held.</summary>
public sealed partial class LogView(AttemptLogs logs, ChangeFeed changes) : IAsyncDisposable
{
    private const int FirstBytes = 32 << 10;
    private const int MaxCharacters = 128 << 10;

    private readonly CancellationTokenSource _closed = new();
    private readonly List<AttemptLogPart> _parts = [];
    private (string Key, int Number) _shown;
    private Task _following = Task.CompletedTask;
    private bool _hasNone;
    private bool _isCut;

    [Parameter, EditorRequired]
    public required string StepKey { get; set; }

    [Parameter, EditorRequired]
    public required int Number { get; set; }

    /// <summary>False once the attempt has ended: then nothing comes any more.</summary>
    [Parameter]
    public bool IsWritten { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _following;
        _closed.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (_shown == (StepKey, Number))
            return;
        _shown = (StepKey, Number);
        _parts.Clear();
        _isCut = false;
        Look();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _following = changes.FollowAsync(() => InvokeAsync(LookAgain), _closed.Token);
    }

    private void LookAgain()
    {
        if (!_closed.IsCancellationRequested && Look())
            StateHasChanged();
    }

    /// <summary>True when there is more than before.</summary>
    private bool Look()
    {
        var part = _parts.Count == 0
            ? logs.ReadEnd(StepKey, Number, FirstBytes)
            : logs.Read(StepKey, Number, _parts[^1].Next, AttemptLogs.MaxPartBytes);
        var hadNone = _hasNone;
        _hasNone = part is null && _parts.Count == 0 && !IsWritten;
        if (part is null || part.Text.Length == 0)
            return hadNone != _hasNone;
        _isCut |= _parts.Count == 0 && part.From > 0;
        _parts.Add(part);
        DropOldest();
        return true;
    }

    private void DropOldest()
    {
        while (_parts.Count > 1 && _parts.Sum(part => part.Text.Length) > MaxCharacters)
        {
            _parts.RemoveAt(0);
            _isCut = true;
        }
    }
}
