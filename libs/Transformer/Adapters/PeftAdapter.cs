using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>
/// LoRA adapters as folders in the layout of Hugging Face's PEFT: <c>adapter_config.json</c> and
/// <c>adapter_model.safetensors</c>.
/// </summary>
public static class PeftAdapter
{
    private const string WeightsName = "adapter_model.safetensors";
    private const string Prefix = "base_model.model.";

    /// <summary>The files of an adapter.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [PeftConfig.FileName, WeightsName];

    /// <summary>Whether a folder has an adapter in it.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, PeftConfig.FileName));

    /// <summary>Writes a model's adapter, merged or not, with a reward model's head; not its base.</summary>
    /// <param name="folder">Made where it does not exist.</param>
    public static void Save(LlamaModel model, string folder)
    {
        var adapter = model.Adapter ?? throw new InvalidOperationException("the model has no adapter");
        Directory.CreateDirectory(folder);
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var scores = adapter.Heads.ContainsKey(ScalarHeadSpec.Score);
        // PPO's value head is of no use without PPO.
        var kept = adapter.Parameters.Specs.Where(
            spec => !spec.Name.StartsWith(ScalarHeadSpec.Value, StringComparison.Ordinal));
        SafetensorsWriter.Write(
            Path.Combine(folder, WeightsName),
            [.. kept.Select(spec => TensorSource.Of(
                Prefix + spec.Name, Narrow(adapter.Parameters[spec.Name].Value).cpu()))]);
        PeftConfig.Save(adapter.Options, scores, folder);
    }

    /// <summary>Puts the adapter of a folder on a model.</summary>
    /// <exception cref="CheckpointException">
    /// A file is missing or wrong, or the adapter does not fit the model or is of a kind that is not computed here.
    /// </exception>
    public static void Load(LlamaModel model, string folder)
    {
        var config = PeftConfig.Load(folder);
        using var weights = WeightFiles.OpenOne(Path.Combine(folder, WeightsName));
        var modules = config.Modules(model.Config)
            .Select(name => Module(weights, config, name)).ToList();
        var heads = Heads(model, weights);
        var adapter = model.Adapt(config.Options, seed: 0, modules, heads);
        var stored = adapter.Parameters.Specs.Select(spec => spec with { Name = Prefix + spec.Name }).ToList();
        weights.RequireKnown(stored, "a LoRA adapter of this model");
        foreach (var spec in stored.Where(spec => !IsOptional(spec) || weights.Has(spec.Name)))
            weights.Read(spec, adapter.Parameters[spec.Name[Prefix.Length..]].Value);
    }

    private static LoraModule Module(WeightFiles weights, PeftConfig config, string name)
    {
        // The shape itself is checked when the tensor is read.
        var rank = config.HasRanks && weights.ShapeOf($"{Prefix}{name}.lora_A.weight") is [var rows and > 0, _]
            ? (int)Math.Min(rows, int.MaxValue)
            : config.Options.Rank;
        return new LoraModule { Name = name, Rank = rank, Scale = config.Options.Scale(rank) };
    }

    private static ScalarHeadSpec[] Heads(LlamaModel model, WeightFiles weights)
    {
        var score = new ScalarHeadSpec { Name = ScalarHeadSpec.Score, StartsAtZero = true };
        return weights.Has(Prefix + score.WeightName) && model.Heads.All(head => head.Spec.Name != score.Name)
            ? [score]
            : [];
    }

    // Sequence classifiers of transformers have no bias, and a head that was not trained is the base's.
    private static bool IsOptional(ParameterSpec spec) =>
        !spec.Name.Contains(".lora_", StringComparison.Ordinal);

    // A float64 adapter is for checks; its file is float32, like everyone's.
    private static Tensor Narrow(Tensor values) =>
        values.dtype == ScalarType.Float64 ? values.to_type(ScalarType.Float32) : values;
}
