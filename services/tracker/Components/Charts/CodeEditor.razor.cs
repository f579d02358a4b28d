using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using WeakToStrong.Tracker.Components.Hosting;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>What is wrong in a line, counted from 1; null: with the whole.</summary>
public sealed record EditorFinding(int? Line, string Message, bool IsWarning = false);

/// <summary>
/// A YAML editor. It tells what is typed after a short rest; findings come from whoever checks the text, completions
/// from a JSON Schema.
/// </summary>
public sealed partial class CodeEditor
{
    private string? _shownText;

    [Parameter, EditorRequired]
    public required string Text { get; set; }

    [Parameter]
    public EventCallback<string> TextChanged { get; set; }

    [Parameter]
    public IReadOnlyList<EditorFinding> Findings { get; set; } = [];

    /// <summary>Only the first one is taken.</summary>
    [Parameter]
    public JsonObject? Schema { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    protected override string Module => "editor.js";

    [JSInvokable]
    public Task OnTyped(string text)
    {
        // The editor has it already: sending it back would move the cursor.
        _shownText = text;
        return TextChanged.InvokeAsync(text);
    }

    public Task GoToAsync(int line) => Handle?.InvokeVoidAsync("goTo", line).AsTask() ?? Task.CompletedTask;

    // After the first time only what changes is sent; the schema is large.
    protected override object Spec() => Handle is null
        ? new { Value = Text, Label, Schema, MaxBytes = DashboardHosting.LargestTextBytes, Findings = Marks() }
        : new { Value = Text, Findings = Marks() };

    protected override async Task UpdateAsync(IJSObjectReference handle, JsonElement spec)
    {
        if (_shownText != Text)
            await handle.InvokeVoidAsync("setValue", _shownText = Text);
        await handle.InvokeVoidAsync("setFindings", spec.GetProperty("findings"));
    }

    private IEnumerable<object> Marks() =>
        Findings.Select(finding => new
        {
            finding.Line,
            finding.Message,
            Severity = finding.IsWarning ? "warning" : "error",
        });
}
