using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Files;
using ModelPresets = WeakToStrong.Transformer.Models.Presets;

namespace WeakToStrong.Tracker.Api;

/// <summary>What an experiment may say: what a form or an editor needs.</summary>
internal static class CatalogueApi
{
    public static void MapCatalogue(this IEndpointRouteBuilder api)
    {
        var catalogue = api.MapGroup("").WithTags("Catalogue");
        catalogue.MapGet("/schema", Schema).As("showSchema", "The JSON Schema of experiment files");
        catalogue.MapGet("/catalogue", Show).As("showCatalogue", "Tasks, methods, judges, data, presets, step kinds");
    }

    private static Ok<JsonObject> Schema(StepCatalogue catalogue) => TypedResults.Ok(ExperimentSchema.Make(catalogue));

    private static Ok<CatalogueView> Show(StepCatalogue catalogue) => TypedResults.Ok(CatalogueView.Of(catalogue));
}

/// <summary>Everything that can be named in an experiment file, and the steps that it becomes.</summary>
internal sealed record CatalogueView
{
    public required IReadOnlyList<string> Tasks { get; init; }

    /// <summary>Family (data, method, judge) → its choices.</summary>
    public required IReadOnlyDictionary<string, VariantView[]> Variants { get; init; }

    /// <summary>The smallest first.</summary>
    public required IReadOnlyList<PresetView> Presets { get; init; }

    public required IReadOnlyList<KindView> Kinds { get; init; }

    public static CatalogueView Of(StepCatalogue catalogue) => new()
    {
        Tasks = [.. catalogue.Tasks.Select(task => task.Name)],
        Variants = catalogue.Variants.GroupBy(variant => variant.Family, StringComparer.Ordinal).ToDictionary(
            family => family.Key,
            family => family.Select(variant => new VariantView(variant.Name, variant.Summary)).ToArray()),
        Presets = [.. ModelPresets.Names.Select(PresetOf)],
        Kinds = [.. catalogue.Kinds.Select(kind => new KindView
        {
            Name = kind.Name,
            Revision = kind.Revision,
            Host = kind.Host,
            Summary = kind.Summary,
            Outputs = kind.Outputs,
        })],
    };

    private static PresetView PresetOf(string name)
    {
        var model = ModelPresets.Get(name, vocabularySize: 1);
        return new PresetView(name, model.HiddenSize, model.Layers, model.Heads);
    }
}

internal sealed record VariantView(string Name, string Summary);

internal sealed record PresetView(string Name, int HiddenSize, int LayerCount, int HeadCount);

internal sealed record KindView
{
    public required string Name { get; init; }

    public required int Revision { get; init; }

    public required StepHost Host { get; init; }

    public required string Summary { get; init; }

    public required IReadOnlyList<string> Outputs { get; init; }
}
