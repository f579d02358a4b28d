using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Live;

/// <summary>
/// A page that shows something as it is now. It is rendered first on the server, what it has loaded travels with it,
/// and from then on it looks again whenever something changed, until it is closed.
/// </summary>
/// <typeparam name="TModel">Everything the page shows, one record that can be written as JSON.</typeparam>
public abstract class LivePage<TModel> : ComponentBase, IAsyncDisposable
    where TModel : class
{
    private readonly CancellationTokenSource _closed = new();
    private Task _following = Task.CompletedTask;
    private object? _asked;
    private object? _subject;
    private int _latestLook;

    /// <summary>Null until it is loaded.</summary>
    [PersistentState]
    public TModel? Model { get; set; }

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ChangeFeed Changes { get; set; } = null!;

    /// <summary>Why the last look did not succeed; the model is then what an earlier one saw.</summary>
    protected Problem? Problem { get; private set; }

    /// <summary>True from a change of what is asked for until its answer is there.</summary>
    protected bool IsLoading { get; private set; }

    /// <summary>What the address asks for, compared by value; a change of it loads anew.</summary>
    protected abstract object Asked { get; }

    /// <summary>
    /// What the page is about, compared by value: the model of one is not shown under the address of another. Null: the
    /// page is always about the same.
    /// </summary>
    protected virtual object? Subject => null;

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _following;
        _closed.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<TModel> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Reads what is asked for; what an earlier look finds afterwards counts no more.</summary>
    protected async Task LookAsync()
    {
        var look = ++_latestLook;
        try
        {
            var model = await LoadAsync(_closed.Token);
            if (look == _latestLook)
                (Model, Problem, IsLoading) = (model, null, false);
        }
        catch (Exception) when (look != _latestLook || _closed.IsCancellationRequested)
        {
        }
        catch (RunNotFoundException) when (Model is null)
        {
            Navigation.NotFound();
        }
        catch (Exception exception)
        {
            (Problem, IsLoading) = (Problem.Of(exception), false);
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (Equals(_asked, Asked))
            return;
        var isFirst = _asked is null;
        var isAboutAnother = !isFirst && !Equals(_subject, Subject);
        (_asked, _subject) = (Asked, Subject);
        if (isFirst && Model is not null)
            return;
        if (isAboutAnother)
            (Model, Problem) = (null, null);
        IsLoading = true;
        await LookAsync();
    }

    // Only a page that is alive in a browser gets here.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _following = Changes.FollowAsync(() => InvokeAsync(LookAndShowAsync), _closed.Token);
    }

    private async Task LookAndShowAsync()
    {
        await LookAsync();
        if (!_closed.IsCancellationRequested)
            StateHasChanged();
    }
}
