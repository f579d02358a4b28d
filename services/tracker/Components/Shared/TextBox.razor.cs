using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Live;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>
/// One line of text. Tells what is typed after a short rest, so that typing is never held up; what it told comes back
/// as its value, maybe late, and does not undo what was typed since.
/// </summary>
public sealed partial class TextBox(TimeProvider time) : IDisposable
{
    // How long typing has to rest before it is told.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    private readonly Echoes _told = new();
    private CancellationTokenSource _typing = new();
    private string? _given;
    private string _text = "";

    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    [Parameter]
    public FieldIds? Ids { get; set; }

    /// <summary>Needed where it stands in no <see cref="Field"/>.</summary>
    [Parameter]
    public string? Label { get; set; }

    [Parameter]
    public string? Placeholder { get; set; }

    [Parameter]
    public IconName? Icon { get; set; }

    [Parameter]
    public string Type { get; set; } = "text";

    /// <summary>Id of a datalist with suggestions.</summary>
    [Parameter]
    public string? List { get; set; }

    [Parameter]
    public bool IsDisabled { get; set; }

    [Parameter]
    public bool IsInvalid { get; set; }

    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? More { get; set; }

    protected override void OnParametersSet()
    {
        if (Value == _given)
            return;
        _given = Value;
        if (!_told.Take(Value ?? ""))
            _text = Value ?? "";
    }

    public void Dispose()
    {
        _typing.Cancel();
        _typing.Dispose();
    }

    private async Task TypeAsync()
    {
        var token = Restart();
        await Task.Delay(Rest, time, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing
            | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!token.IsCancellationRequested)
            await TellAsync();
    }

    // Enter, or leaving the box: at once.
    private Task CommitAsync(ChangeEventArgs change)
    {
        Restart();
        _text = (string?)change.Value ?? "";
        return TellAsync();
    }

    private CancellationToken Restart()
    {
        _typing.Cancel();
        _typing.Dispose();
        _typing = new CancellationTokenSource();
        return _typing.Token;
    }

    private Task TellAsync()
    {
        if (_text == (_told.Latest ?? Value ?? ""))
            return Task.CompletedTask;
        _told.Add(_text);
        return ValueChanged.InvokeAsync(_text);
    }
}
