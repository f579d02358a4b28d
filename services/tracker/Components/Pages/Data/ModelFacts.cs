using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>What a model is, from its own files in Hugging Face's layout. What they do not say is null.</summary>
public sealed record ModelFacts
{
    private const string Weights = "*.safetensors";
    private const int MaxConfigBytes = 1 << 20;

    public required string? Architecture { get; init; }

    /// <summary>Values of all tensors together.</summary>
    public required long? Parameters { get; init; }

    public required string? Type { get; init; }

    public required int? Vocabulary { get; init; }

    public required int? Layers { get; init; }

    public required int? Width { get; init; }

    public required int? Heads { get; init; }

    public required int? KeyValueHeads { get; init; }

    public required int? Positions { get; init; }

    public required bool? HasTiedEmbeddings { get; init; }

    /// <summary>Null for a folder that is no model's.</summary>
    public static ModelFacts? Read(string folder) =>
        Config(Path.Combine(folder, "config.json")) is { } config
            ? new ModelFacts
            {
                Architecture = config["architectures"] is JsonArray { Count: > 0 } names ? names[0].Text() : null,
                Parameters = CountParameters(folder),
                Type = config["torch_dtype"].Text() ?? config["dtype"].Text(),
                Vocabulary = config["vocab_size"].Number(),
                Layers = config["num_hidden_layers"].Number(),
                Width = config["hidden_size"].Number(),
                Heads = config["num_attention_heads"].Number(),
                KeyValueHeads = config["num_key_value_heads"].Number(),
                Positions = config["max_position_embeddings"].Number(),
                HasTiedEmbeddings = config["tie_word_embeddings"].Flag(),
            }
            : null;

    private static JsonObject? Config(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > MaxConfigBytes)
            return null;
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long? CountParameters(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, Weights).Order(StringComparer.Ordinal).Sum(CountIn);
        }
        catch (Exception exception) when (exception is CheckpointException or IOException)
        {
            return null;
        }
    }

    private static long CountIn(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Entries.Sum(entry => entry.Shape.Aggregate(1L, (product, size) => product * size));
    }
}
