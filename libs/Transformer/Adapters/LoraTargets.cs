using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>The linear layers of a decoder that an adapter may be on.</summary>
public static class LoraTargets
{
    /// <summary>All of them.</summary>
    public const string AllLinear = "all-linear";

    private static readonly string[] Parts =
    [
        "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj",
        "mlp.down_proj"
    ];

    internal static string Allowed => $"{AllLinear}, {string.Join(", ", Parts.Select(NameOf))}";

    internal static bool IsKnown(string target) => target == AllLinear || Parts.Any(part => Means(target, part));

    /// <summary>Whether a name, which may say the layer too, is that of a linear layer.</summary>
    internal static bool IsPart(string name) =>
        Parts.Any(part => Means(name, part) || name.EndsWith("." + part, StringComparison.Ordinal));

    /// <summary>What some targets mean, each by its name in a layer.</summary>
    internal static IEnumerable<string> Names(IReadOnlyList<string> targets) => Parts
        .Where(part => targets.Any(target => target == AllLinear || Means(target, part)))
        .Select(NameOf);

    /// <summary>Every linear layer of a model's decoder, named as PyTorch names modules.</summary>
    internal static IEnumerable<string> Modules(ModelConfig config) =>
        from layer in Enumerable.Range(0, config.Layers)
        from part in Parts
        select Module(layer, part);

    /// <summary>Those that some targets mean.</summary>
    internal static IEnumerable<string> Modules(ModelConfig config, IReadOnlyList<string> targets) =>
        Modules(config).Where(module => targets.Any(target => target == AllLinear || Means(target, module)));

    private static string NameOf(string part) => part[(part.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static string Module(int layer, string part) =>
        LlamaLayout.Layer(layer, part)[..^".weight".Length];

    /// <summary>Whether a module is the one named, or ends in that name.</summary>
    internal static bool Means(string target, string module) =>
        module == target || module.EndsWith("." + target, StringComparison.Ordinal);
}
