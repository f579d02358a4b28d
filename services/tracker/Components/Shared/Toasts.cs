namespace WeakToStrong.Tracker.Components.Shared;

public sealed record Toast(int Id, string Text, Tone Tone);

/// <summary>Short notes to the person in front of this page: what was done, or why it was not.</summary>
public sealed class Toasts(TimeProvider time)
{
    private const int MaxShown = 4;

    private static readonly TimeSpan ShownFor = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan ErrorShownFor = TimeSpan.FromSeconds(20);

    private readonly List<Toast> _shown = [];
    private int _lastId;

    public event Action? Changed;

    public IReadOnlyList<Toast> Shown => _shown;

    public void Done(string text) => Show(text, Tone.Good, ShownFor);

    public void Failed(Exception exception)
    {
        var problem = Problem.Of(exception);
        Show($"{problem.Title}: {problem.Reason}", Tone.Bad, ErrorShownFor);
    }

    /// <summary>Does something and says that it is done, or why it could not be.</summary>
    public async Task TryAsync(Func<Task> action, string done)
    {
        try
        {
            await action();
            Done(done);
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
    }

    public void Dismiss(Toast toast)
    {
        if (_shown.Remove(toast))
            Changed?.Invoke();
    }

    private void Show(string text, Tone tone, TimeSpan duration)
    {
        var toast = new Toast(++_lastId, text, tone);
        _shown.Add(toast);
        if (_shown.Count > MaxShown)
            _shown.RemoveAt(0);
        Changed?.Invoke();
        _ = DismissLaterAsync(toast, duration);
    }

    private async Task DismissLaterAsync(Toast toast, TimeSpan duration)
    {
        await Task.Delay(duration, time);
        Dismiss(toast);
    }
}
