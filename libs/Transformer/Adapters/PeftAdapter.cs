using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>
/// LoRA adapters as folders in the layout of Hugging Face's PEFT: <c>adapter_config.json</c> and
/// <c>adapter_model.safetensors</c>.
/// </summary>
public static class PeftAdapter
{
    /// <summary>The files of an adapter.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [PeftConfig.FileName, PeftWeights.FileName];

    /// <summary>Whether a folder has an adapter in it.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, PeftConfig.FileName));

    /// <summary>Writes a model's adapter and, of a reward model, its head; not the model that they belong to.</summary>
    /// <param name="folder">Made where it does not exist.</param>
    public static void Save(LlamaModel model, string folder)
    {
        var adapter = model.Adapter ?? throw new InvalidOperationException("the model has no adapter");
        Directory.CreateDirectory(folder);
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        // A float64 adapter is for checks; its file is float32, like everyone's.
        PeftWeights.Save(folder, [.. adapter.Parameters.Specs.Where(IsKept).Select(
            spec => (spec.Name, adapter.Parameters[spec.Name].Value.to_type(ScalarType.Float32).cpu()))]);
        PeftConfig.Save(adapter.Options, isReward: adapter.Heads.ContainsKey(ScalarHeadSpec.Score), folder);
    }

    /// <summary>Puts the adapter of a folder on a model.</summary>
    /// <exception cref="CheckpointException">
    /// A file is missing or wrong, or the adapter does not fit the model or is of a kind that is not computed here.
    /// </exception>
    public static void Load(LlamaModel model, string folder)
    {
        var config = PeftConfig.Load(folder);
        using var weights = PeftWeights.Open(folder);
        var modules = config.Modules(model.Config).Select(name => Module(weights, config, name)).ToList();
        var adapter = model.Adapt(config.Options, seed: 0, modules, heads: []);
        weights.RequireKnown(adapter.Parameters.Specs.Select(spec => spec.Name));
        // A head that was not trained is the model's own, and transformers' heads have no bias.
        foreach (var spec in adapter.Parameters.Specs.Where(spec => IsLowRank(spec) || weights.Has(spec.Name)))
            weights.Read(spec, adapter.Parameters[spec.Name].Value);
    }

    private static LoraModule Module(PeftWeights weights, PeftConfig config, string name)
    {
        var module = new LoraModule
        {
            Name = name,
            Rank = config.Options.Rank,
            Scale = config.Options.Scale(config.Options.Rank)
        };
        return config.HasRanks && weights.RowsOf(module.NameOfA) is { } rank
            ? module with { Rank = rank, Scale = config.Options.Scale(rank) }
            : module;
    }

    // PPO's value head is of no use without PPO.
    private static bool IsKept(ParameterSpec spec) =>
        !spec.Name.StartsWith(ScalarHeadSpec.Value, StringComparison.Ordinal);

    private static bool IsLowRank(ParameterSpec spec) => spec.Name.Contains(".lora_", StringComparison.Ordinal);
}
