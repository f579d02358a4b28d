using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>
/// From a template or an earlier run to a new one: the experiment as a form and as its text, two views of one thing,
/// with what is wrong with it and what it would do.
/// </summary>
public sealed partial class LaunchPage(NavigationManager navigation, IJSRuntime scripts, TimeProvider time)
{
    // What is wrong shows at once, for the editor has waited already; a plan is more work.
    private static readonly TimeSpan PlanRest = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _closed = new();
    private CancellationTokenSource _looking = new();
    private CodeEditor? _editor;
    private string? _origin;
    private ExperimentText? _text;
    private FormState? _form;
    private IReadOnlyList<InputProblem>? _problems;
    private SweepDraft _sweep = SweepDraft.None;
    private string? _sweepError;
    private LaunchPlan? _plan;
    private Problem? _trouble;
    private bool _isPlanning;
    private bool _isChanged;
    private bool _isAlive;

    /// <summary>What the address asks for; it comes with the page that the server rendered.</summary>
    [PersistentState]
    public LaunchStart? Start { get; set; }

    [SupplyParameterFromQuery(Name = "template")]
    private string? Template { get; set; }

    [SupplyParameterFromQuery(Name = "clone")]
    private string? Clone { get; set; }

    [Inject]
    private LaunchReader Reader { get; set; } = null!;

    [Inject]
    private Launcher Launcher { get; set; } = null!;

    private string Asked => string.IsNullOrEmpty(Clone) ? $"template={Template}" : $"clone={Clone}";

    private IReadOnlyList<EditorFinding> Findings =>
        [.. (_problems ?? []).Select(problem => new EditorFinding(problem.Line, problem.Message))];

    private string Name => _form?.Value("name") is { Length: > 0 } name ? name : "experiment";

    private string Tag => Launcher.TagOf(_sweep.Name.Trim() is { Length: > 0 } name ? name : Name);

    private FormRecord Form => Reader.Form(_form?.Value("task"));

    private bool IsWrong => _problems is { Count: > 0 };

    private bool CanLaunch => _text is { IsReadable: true } && _problems is { Count: 0 } && _sweepError is null;

    private string LaunchText => _sweep.IsSweep && _sweepError is null && Sweep.Count(_sweep.Axes) is > 1 and var count
        ? $"Launch {Numbers.Count(count)} runs"
        : "Launch";

    private IReadOnlyList<string> SweepOptions => _form is null || _sweep.Lines.Count == 0
        ? []
        : OptionPaths.Of(_form, Form);

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _looking.CancelAsync();
        _looking.Dispose();
        _closed.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_origin == Asked)
            return;
        var cameWithThePage = _origin is null && Start is not null;
        _origin = Asked;
        if (cameWithThePage)
            Begin(Start!.Text, SweepDraft.None, Start.Problems);
        else
            await OpenAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _isAlive = true;
        if (Start is not null)
            await ResumeAsync();
    }

    private async Task OpenAsync()
    {
        if (!await StartAsync())
            return;
        Begin(Start!.Text, SweepDraft.None, Start.Problems);
        if (_isAlive)
            await ResumeAsync();
    }

    private Task TryAgainAsync()
    {
        _trouble = null;
        return Start is null ? OpenAsync() : LookAsync();
    }

    private async Task<bool> StartAsync()
    {
        try
        {
            Start = await Reader.StartAsync(Template, Clone, _closed.Token);
            _trouble = null;
            return true;
        }
        catch (RunNotFoundException)
        {
            navigation.NotFound();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _trouble = Problem.Of(exception);
        }
        return false;
    }

    private void Begin(string text, SweepDraft sweep, IReadOnlyList<InputProblem>? problems)
    {
        (_problems, _plan, _sweep, _sweepError, _isChanged) = (problems, null, sweep, null, false);
        Take(ExperimentText.Read(text));
    }

    /// <summary>What was typed here before the page was loaded again, in this tab.</summary>
    private async Task ResumeAsync()
    {
        if (await DraftStore.ReadAsync(scripts, Asked) is { } draft
            && (draft.Text != Start!.Text || draft.Sweep.Lines.Count > 0))
        {
            Begin(draft.Text, draft.Sweep, problems: null);
            _isChanged = true;
        }
        await LookAsync();
    }

    private async Task StartAgainAsync()
    {
        await DraftStore.RemoveAsync(scripts, Asked);
        Begin(Start!.Text, SweepDraft.None, Start.Problems);
        await LookAsync();
    }

    private Task TypeAsync(string text) => ChangeAsync(ExperimentText.Read(text));

    private async Task ChangeAsync(ExperimentText text)
    {
        Take(text);
        await KeepAsync();
        await LookAsync();
    }

    private async Task SweepAsync(SweepDraft sweep)
    {
        _sweep = sweep;
        await KeepAsync();
        await LookAsync();
    }

    private async Task KeepAsync()
    {
        _isChanged = _text!.Text != Start!.Text || _sweep.Lines.Count > 0;
        await DraftStore.WriteAsync(scripts, Asked, new LaunchDraft(_text.Text, _sweep));
    }

    private void Take(ExperimentText text)
    {
        _text = text;
        // A text that cannot be read for the moment leaves the form as it was.
        var shown = text.IsReadable || _form is null ? text : _form.Text;
        _form = new FormState
        {
            Text = shown,
            IsFrozen = !text.IsReadable,
            Problems = _problems ?? [],
            Changed = change => _form!.IsFrozen ? Task.CompletedTask : ChangeAsync(change(_form.Text)),
        };
    }

    /// <summary>Looks at what is wrong, and then at the plan; a later look ends an earlier one.</summary>
    private async Task LookAsync()
    {
        // What was waited for before may have come back after the page was left.
        if (_closed.IsCancellationRequested)
            return;
        var look = Renew();
        try
        {
            var problems = await Reader.CheckAsync(_text!.Text, look);
            if (look.IsCancellationRequested)
                return;
            _problems = problems;
            Take(_text);
            _isPlanning = problems.Count == 0;
            StateHasChanged();
            if (problems.Count == 0)
                await PlanAsync(look);
        }
        catch (OperationCanceledException) when (look.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            (_trouble, _isPlanning) = (Problem.Of(exception), false);
        }
        // After a first render nobody else says so.
        StateHasChanged();
    }

    private async Task PlanAsync(CancellationToken look)
    {
        try
        {
            var order = Order();
            await Task.Delay(PlanRest, time, look);
            var plan = await Reader.PlanAsync(order, look);
            if (!look.IsCancellationRequested)
                (_plan, _sweepError, _trouble, _isPlanning) = (plan, null, null, false);
        }
        catch (InputException exception) when (!look.IsCancellationRequested)
        {
            // The text itself is right: it is a sweep's value that is not.
            (_sweepError, _isPlanning) = (exception.Problems[0].ToString(), false);
        }
    }

    private Task GoToAsync(int line) => _editor?.GoToAsync(line) ?? Task.CompletedTask;

    private CancellationToken Renew()
    {
        _looking.Cancel();
        _looking.Dispose();
        _looking = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
        return _looking.Token;
    }

    /// <exception cref="InputException">The sweep is none.</exception>
    private LaunchOrder Order() => new()
    {
        Text = _text!.Text,
        Runs = _sweep.IsSweep ? Sweep.Expand(Name, _sweep.Axes) : [new SweepRun(Name, [])],
        Tag = _sweep.IsSweep ? Tag : null,
    };

    private async Task LaunchAsync()
    {
        var launched = new List<Guid>();
        try
        {
            var order = Order();
            await Launcher.LaunchAsync(order, launched.Add, _closed.Token);
            await DraftStore.RemoveAsync(scripts, Asked);
            navigation.NavigateTo(order.Tag is { } tag
                ? $"/?filter={Uri.EscapeDataString($"tag = \"{tag}\"")}"
                : $"/runs/{launched[0]:N}");
        }
        catch (InputException exception) when (!_sweep.IsSweep)
        {
            _problems = exception.Problems;
            Take(_text!);
        }
        catch (InputException exception)
        {
            _sweepError = exception.Problems[0].ToString();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _trouble = launched.Count == 0
                ? Problem.Of(exception)
                : Problem.Of(exception) with
                {
                    Advice = $"{launched.Count} runs are launched and tagged {Tag}; the others are not.",
                };
        }
    }
}
