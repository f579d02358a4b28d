using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>The experiment's text as it is kept with the run.</summary>
public sealed partial class ConfigurationTab
{
    // Readable, not escaped: it becomes text of an element, which the page encodes.
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private (string? Text, string Indented) _shown = (null, "");

    /// <summary>Null while it is on its way.</summary>
    [Parameter, EditorRequired]
    public required string? Text { get; set; }

    [Parameter, EditorRequired]
    public required string CloneHref { get; set; }

    private string Indented => _shown.Indented;

    protected override void OnParametersSet()
    {
        if (Text is not null && _shown.Text != Text)
            _shown = (Text, IndentedOf(Text));
    }

    internal static string IndentedOf(JsonNode json) => json.ToJsonString(Readable);

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
