namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// The window of attention in <c>config.json</c>. Mistral's holds in every layer; Qwen's where it is switched on, from
/// layer <c>max_window_layers</c> on, or in the layers that <c>layer_types</c> names. Windows in some layers alone are
/// refused.
/// </summary>
internal static class SlidingWindowReader
{
    private const string Name = "sliding_window";
    private const string LayerTypes = "layer_types";
    private const string FirstLayer = "max_window_layers";
    private const string Sliding = "sliding_attention";
    private const int TransformersDefault = 4096;
    private const int TransformersFirstLayer = 28;

    /// <summary>The window; null where there is none, or none that a sequence is long enough to meet.</summary>
    public static int? Read(JsonObjectReader json, FamilyTraits traits, int positions)
    {
        if (traits.Family == ModelFamily.Llama || traits.HasWindowSwitch && !IsSwitchedOn(json))
            return null;
        var window = json.States(Name) ? json.FindInt32(Name) : TransformersDefault;
        if (window is < 1)
            throw json.Error(Name, $"is {window}; allowed: 1 or more, or null");
        if (window is null || window >= positions || traits.HasWindowSwitch && !HoldsInAllLayers(json))
            return null;
        return window;
    }

    private static bool IsSwitchedOn(JsonObjectReader json) => json.FindBoolean("use_sliding_window", otherwise: false);

    private static bool HoldsInAllLayers(JsonObjectReader json)
    {
        var layers = json.GetInt32("num_hidden_layers");
        if (json.Find(LayerTypes) is null)
        {
            var first = json.FindInt32(FirstLayer) ?? TransformersFirstLayer;
            return first <= 0 || (first < layers
                ? throw json.Error(FirstLayer, $"is {first}; supported: 0, or num_hidden_layers = {layers} or more")
                : false);
        }
        var sliding = json.GetArray(LayerTypes).Count(type => type.ToString() == Sliding);
        return sliding > 0 && (sliding == layers
            ? true
            : throw json.Error(LayerTypes, $"has '{Sliding}' in {sliding} of {layers} layers; supported: all or none"));
    }
}
