using System.Text.Json;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary><c>generation_config.json</c>: how a model asks to be sampled. Null means "not stated".</summary>
public sealed record HuggingFaceGenerationConfig
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "generation_config.json";

    private const int MaximumBytes = 1 << 20;

    /// <summary>Id of the token that begins a sequence.</summary>
    public int? BeginningOfSequenceId { get; init; }

    /// <summary>Ids of the tokens that end a sequence; none where all that are stated can never come.</summary>
    public IReadOnlyList<int>? EndOfSequenceIds { get; init; }

    /// <summary>Id of the token that fills batches.</summary>
    public int? PaddingId { get; init; }

    /// <summary>False for greedy decoding.</summary>
    public bool Sample { get; init; }

    /// <summary>Divisor of the logits.</summary>
    public double? Temperature { get; init; }

    /// <summary>Probability mass that is kept, from the most likely token on.</summary>
    public double? TopP { get; init; }

    /// <summary>Most tokens of one answer.</summary>
    public int? MaximumNewTokens { get; init; }

    /// <summary>Reads the file of a model folder.</summary>
    /// <param name="vocabulary">Ids that the model has; others can never come, and are left out.</param>
    /// <exception cref="CheckpointException">The file is missing or malformed.</exception>
    public static HuggingFaceGenerationConfig Load(string folder, int vocabulary = int.MaxValue)
    {
        var json = JsonFile.Read(Path.Combine(folder, FileName), MaximumBytes);
        var ends = SpecialTokenIds.ReadEnds(json, int.MaxValue);
        return new HuggingFaceGenerationConfig
        {
            BeginningOfSequenceId = SpecialTokenIds.Read(json, SpecialTokenIds.BeginningName, vocabulary),
            EndOfSequenceIds = ends.Count == 0 ? null : [.. ends.Where(id => id < vocabulary)],
            PaddingId = SpecialTokenIds.ReadPadding(json, int.MaxValue) is { } padding && padding < vocabulary
                ? padding
                : null,
            Sample = json.FindBoolean("do_sample", otherwise: false),
            Temperature = json.FindDouble("temperature"),
            TopP = json.FindDouble("top_p"),
            MaximumNewTokens = json.FindInt32("max_new_tokens")
        };
    }

    /// <summary>Writes the file into a model folder.</summary>
    public void Save(string folder) => JsonFile.Write(Path.Combine(folder, FileName), Write);

    private void Write(Utf8JsonWriter json)
    {
        SpecialTokenIds.Write(json, BeginningOfSequenceId, EndOfSequenceIds ?? [], PaddingId);
        json.WriteBoolean("do_sample", Sample);
        if (MaximumNewTokens is { } tokens)
            json.WriteNumber("max_new_tokens", tokens);
        if (Temperature is { } temperature)
            json.WriteNumber("temperature", temperature);
        if (TopP is { } mass)
            json.WriteNumber("top_p", mass);
    }
}
