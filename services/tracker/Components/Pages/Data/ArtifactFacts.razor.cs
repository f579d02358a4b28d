using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>What is known of an artifact at a glance; of a model also what it is built like.</summary>
public sealed partial class ArtifactFacts
{
    [Parameter, EditorRequired]
    public required ArtifactModel Model { get; set; }

    private long? Size => Model.Files?.Size ?? Model.Source?.File.Size;

    private string OtherMakers =>
        string.Join(", ", Model.Makers.Skip(1).Select(maker => $"{maker.Maker.Name} ({maker.Output})"));

    private static string Count(long? value) => value is { } number ? Numbers.Count(number) : "–";

    private static string HeadsOf(ModelFacts model) =>
        model.KeyValueHeads is { } shared && shared != model.Heads
            ? $"{Count(model.Heads)}, {Count(shared)} for keys and values"
            : Count(model.Heads);

    private static string EmbeddingsOf(ModelFacts model) => model.HasTiedEmbeddings switch
    {
        true => "tied",
        false => "separate",
        null => "–",
    };

    private static string SameText(SourceModel source) => source.IsSame switch
    {
        true => "as it was when it was named",
        false => "changed since it was named",
        null => "not compared",
    };
}
