namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// The window of attention in <c>config.json</c>. Mistral's holds in every layer; Qwen's where it is switched on, from
/// layer <c>max_window_layers</c> on, or in the layers that <c>layer_types</c> names.
/// </summary>
internal static class SlidingWindowReader
{
    public const string LayerTypes = "layer_types";
    public const string Sliding = "sliding_attention";
    public const string Full = "full_attention";
    private const string Name = "sliding_window";
    private const string FirstLayer = "max_window_layers";
    private const int TransformersDefault = 4096;
    private const int TransformersFirstLayer = 28;

    /// <summary>
    /// The window, null where there is none, or none that a sequence is long enough to meet; and the layers that have
    /// it, null where all do.
    /// </summary>
    /// <param name="count">Layers of the model.</param>
    /// <param name="positions">Its longest sequence.</param>
    public static (int? Window, IReadOnlyList<int>? Layers) Read(
        JsonObjectReader json, FamilyTraits traits, int count, int positions)
    {
        if (traits.Family == ModelFamily.Llama || traits.HasWindowSwitch && !IsSwitchedOn(json))
            return default;
        var window = json.States(Name) ? json.FindInt32(Name) : TransformersDefault;
        if (window is < 1)
            throw json.Error(Name, $"is {window}; allowed: 1 or more, or null");
        if (window is null || window >= positions)
            return default;
        if (!traits.HasWindowSwitch)
            return (window, null);
        int[] layers = [.. json.Find(LayerTypes) is null ? FromFirst(json, count) : Listed(json, count)];
        return layers.Length == 0 ? default : (window, layers.Length == count ? null : layers);
    }

    private static bool IsSwitchedOn(JsonObjectReader json) => json.FindBoolean("use_sliding_window", otherwise: false);

    private static IEnumerable<int> FromFirst(JsonObjectReader json, int count)
    {
        var first = Math.Clamp(json.FindInt32(FirstLayer) ?? TransformersFirstLayer, 0, count);
        return Enumerable.Range(first, count - first);
    }

    private static IEnumerable<int> Listed(JsonObjectReader json, int count)
    {
        string[] types = [.. json.GetArray(LayerTypes).Select(type => type.ToString())];
        if (types.Length != count)
            throw json.Error(LayerTypes, $"names {types.Length} layers; num_hidden_layers is {count}");
        if (Array.Find(types, type => type is not (Sliding or Full)) is { } other)
            throw json.Error(LayerTypes, $"has '{other}'; supported: '{Full}', '{Sliding}'");
        return Enumerable.Range(0, count).Where(layer => types[layer] == Sliding);
    }
}
