using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Adds runs to a comparison and takes them out; found by the search language, newest first.</summary>
public sealed partial class RunPicker(RunPickerReader reader)
{
    private string _text = "";
    private PickerModel? _found;
    private int _latestSearch;

    [Parameter]
    public bool IsOpen { get; set; }

    [Parameter]
    public EventCallback<bool> IsOpenChanged { get; set; }

    /// <summary>As the address has them.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Chosen { get; set; }

    [Parameter]
    public EventCallback<IReadOnlyList<string>> ChosenChanged { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (IsOpen && _found is null)
            await SearchAsync(_text);
    }

    private async Task SearchAsync(string text)
    {
        _text = text;
        var search = ++_latestSearch;
        var found = await reader.FindAsync(text, CancellationToken.None);
        if (search == _latestSearch)
            _found = found;
    }

    private Task ToggleAsync(string key, bool isChosen) =>
        ChosenChanged.InvokeAsync(isChosen ? [.. Chosen, key] : [.. Chosen.Where(name => name != key)]);
}
