using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>
/// The end of one attempt's log, which grows as it is written; only so much of it is held. Another attempt's is another
/// component, by its key.
/// </summary>
public sealed partial class LogView(AttemptLogs logs, ChangeFeed changes) : IAsyncDisposable
{
    private const int FirstBytes = 32 << 10;
    private const int MaxCharacters = 128 << 10;

    private readonly CancellationTokenSource _over = new();
    private readonly List<AttemptLogPart> _parts = [];
    private Task _following = Task.CompletedTask;
    private Problem? _problem;
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
        await _over.CancelAsync();
        await _following;
        _over.Dispose();
    }

    protected override Task OnInitializedAsync() => LookAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _following = changes.FollowAsync(() => InvokeAsync(LookAgainAsync), _over.Token);
    }

    private async Task LookAgainAsync()
    {
        if (!_over.IsCancellationRequested && await LookAsync())
            StateHasChanged();
    }

    /// <summary>True when something is to be shown that was not before.</summary>
    private async Task<bool> LookAsync()
    {
        var isWritten = IsWritten;
        var last = _parts.LastOrDefault();
        var before = (_problem, _hasNone);
        try
        {
            var part = await Task.Run(() => Read(last));
            // The first look may still be under way when the second one is taken.
            if (last != _parts.LastOrDefault())
                return false;
            (_problem, _hasNone) = (null, part is null && last is null && !isWritten);
            if (part is { Text.Length: > 0 })
                await AddAsync(part, isWritten);
            else if (!isWritten && !_over.IsCancellationRequested)
                await _over.CancelAsync();
            return part is { Text.Length: > 0 } || before != (_problem, _hasNone);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _problem = Problem.Of(exception);
            return _problem != before._problem;
        }
    }

    private AttemptLogPart? Read(AttemptLogPart? last) => last is null
        ? logs.ReadEnd(StepKey, Number, FirstBytes)
        : logs.Read(StepKey, Number, last.Next, AttemptLogs.MaxPartBytes);

    // Nothing tells of an ended attempt any more, so that its end is looked for at once.
    private async Task AddAsync(AttemptLogPart part, bool isWritten)
    {
        _isCut |= _parts.Count == 0 && part.From > 0;
        _parts.Add(part);
        DropOldest();
        if (!isWritten)
            await LookAsync();
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
