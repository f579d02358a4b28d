using System.Text.Json;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// What <c>generation_config.json</c> says beside the ids of <see cref="HuggingFaceGenerationConfig"/>.
/// </summary>
public static class GenerationSettings
{
    private const int MaximumBytes = 1 << 20;

    // Each with the number that has no effect, where there is one; transformers applies them to greedy decoding too.
    private static readonly (string Name, double? Neutral)[] Others =
    [
        ("bad_words_ids", null), ("begin_suppress_tokens", null), ("encoder_no_repeat_ngram_size", 0),
        ("encoder_repetition_penalty", 1), ("exponential_decay_length_penalty", null), ("forced_bos_token_id", null),
        ("forced_eos_token_id", null), ("guidance_scale", 1), ("min_length", 0), ("min_new_tokens", 0),
        ("no_repeat_ngram_size", 0), ("num_beams", 1), ("penalty_alpha", 0), ("repetition_penalty", 1),
        ("sequence_bias", null), ("stop_strings", null), ("suppress_tokens", null), ("watermarking_config", null)
    ];

    /// <summary>
    /// Settings of a model folder that decide which tokens come and are not computed here, such as
    /// "repetition_penalty 1.05".
    /// </summary>
    /// <exception cref="CheckpointException">The file is malformed.</exception>
    public static IReadOnlyList<string> NotApplied(string folder)
    {
        var path = FileIn(folder);
        if (!File.Exists(path))
            return [];
        var json = JsonFile.Read(path, MaximumBytes);
        return [.. Others.Where(setting => json.Find(setting.Name) is { } value && !IsNeutral(value, setting.Neutral))
            .Select(setting => $"{setting.Name} {JsonObjectReader.Describe(json.Find(setting.Name)!.Value)}")];
    }

    /// <summary>
    /// Gives a saved model the settings of the model it was made from, where that states any; the ids stay its own.
    /// </summary>
    /// <exception cref="CheckpointException">A file is missing or malformed.</exception>
    public static void Keep(string source, string target)
    {
        var (given, own) = (FileIn(source), FileIn(target));
        if (!File.Exists(given))
            return;
        JsonProperty[] members =
        [
            .. JsonFile.Read(own, MaximumBytes).Members.Where(IsId),
            .. JsonFile.Read(given, MaximumBytes).Members.Where(member => !IsId(member))
        ];
        JsonFile.Write(own, json =>
        {
            foreach (var member in members.OrderBy(member => member.Name, StringComparer.Ordinal))
                member.WriteTo(json);
        });
    }

    private static string FileIn(string folder) => Path.Combine(folder, HuggingFaceGenerationConfig.FileName);

    private static bool IsId(JsonProperty member) =>
        member.Name is SpecialTokenIds.BeginningName or SpecialTokenIds.EndName or SpecialTokenIds.PaddingName;

    private static bool IsNeutral(JsonElement value, double? neutral) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble() == neutral,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false
    };
}
