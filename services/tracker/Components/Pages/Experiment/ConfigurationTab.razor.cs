using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>The experiment's text as it is kept with the run.</summary>
public sealed partial class ConfigurationTab(StepCatalogue catalogue)
{
    // Readable, not escaped: it becomes text of an element, which the page encodes.
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private (string? Text, string Short, string Whole) _texts = (null, "", "");
    private bool _isWhole;

    /// <summary>Null while it is on its way.</summary>
    [Parameter, EditorRequired]
    public required string? Text { get; set; }

    [Parameter, EditorRequired]
    public required string CloneHref { get; set; }

    private string Shown => _isWhole ? _texts.Whole : _texts.Short;

    private string Explanation => _isWhole
        ? "The experiment as it was launched, with every default written out."
        : "The experiment as it was launched. What is not here is the default.";

    protected override void OnParametersSet()
    {
        if (Text is not null && _texts.Text != Text)
            _texts = (Text, new ExperimentYaml(catalogue).OfKept(Text), IndentedOf(Text));
    }

    internal static string IndentedOf(JsonNode json) => json.ToJsonString(Readable);

    private void ShowWhole(bool isWhole) => _isWhole = isWhole;

    // Whatever it is, it is shown: only JSON is written anew, line by line.
    private static string IndentedOf(string text)
    {
        try
        {
            return JsonNode.Parse(text) is { } json ? IndentedOf(json) : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
