using System.Text.Json.Nodes;

namespace WeakToStrong.Experiments.Steps;

/// <summary>How many threads a step computes with.</summary>
public static class StepThreads
{
    private const string Option = "threads";

    /// <summary>
    /// As its options say; 1 where they do not. A kind has them either itself or in its record of compute options, one
    /// level down.
    /// </summary>
    public static int Of(JsonObject options) =>
        Own(options) ?? options.Select(option => option.Value).OfType<JsonObject>().Select(Own).Max() ?? 1;

    private static int? Own(JsonObject options) =>
        options[Option] is JsonValue value && value.TryGetValue(out int threads) && threads > 0 ? threads : null;
}
