using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Transformer.Models;

/// <summary>Models as folders in Hugging Face layout, readable by transformers and TRL.</summary>
public static class LlamaCheckpoint
{
    /// <summary>
    /// Writes <c>config.json</c>, <c>generation_config.json</c>, <c>model.safetensors</c> and the tokenizer.
    /// </summary>
    /// <param name="folder">Made where it does not exist.</param>
    /// <param name="tokenizer">Its files are written too, unless null.</param>
    /// <exception cref="InvalidOperationException">It has an adapter; merge it first.</exception>
    public static void Save(LlamaModel model, string folder, Tokenizer? tokenizer = null)
    {
        if (model.Adapter is not null)
            throw new InvalidOperationException("the adapter is not part of the weights; merge it first");
        Directory.CreateDirectory(folder);
        SaveConfig(model, folder);
        SaveWeights(model, Path.Combine(folder, WeightFiles.Single));
        if (tokenizer is not null)
            TokenizerFiles.Save(tokenizer, folder);
    }

    /// <summary>Reads a model, with the scalar heads its file holds.</summary>
    /// <param name="type">Type to compute in; the file may hold another.</param>
    /// <param name="device">The CPU unless given.</param>
    /// <exception cref="CheckpointException">
    /// A file is missing or wrong, or a tensor is missing or does not have the shape that config.json gives it.
    /// </exception>
    public static LlamaModel Load(string folder, ScalarType type = ScalarType.Float32, Device? device = null)
    {
        var file = HuggingFaceConfig.Load(folder);
        if (file is { Architecture: HuggingFaceConfig.SequenceClassifier, LabelCount: not 1 })
            throw new CheckpointException(
                Path.Combine(folder, HuggingFaceConfig.FileName),
                $"has {file.LabelCount} labels; a score is one number");
        using var weights = WeightFiles.Open(folder);
        // A classifier has no output projection, whether or not its trunk's was tied.
        var isClassifier = file.Architecture == HuggingFaceConfig.SequenceClassifier;
        var hasNoOutput = isClassifier && !weights.Has(LlamaLayout.OutputHead);
        var config = ModelConfig.FromHuggingFace(file) with { TieEmbeddings = file.TieWordEmbeddings || hasNoOutput };
        var heads = new[] { ScalarHeadSpec.Score, ScalarHeadSpec.Value }
            .Select(name => new ScalarHeadSpec { Name = name })
            .Where(head => weights.Has(head.WeightName))
            .ToArray();
        weights.RequireKnown(LlamaLayout.Parameters(config, heads));
        var model = new LlamaModel(config, type, device ?? torch.CPU, heads);
        try
        {
            foreach (var spec in model.Parameters.Specs)
                Load(weights, spec, model.Parameters[spec.Name].Value);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    // Sequence classifiers of transformers have no bias; ours starts at 0 then.
    private static void Load(WeightFiles weights, ParameterSpec spec, Tensor value)
    {
        if (!spec.Name.EndsWith(".bias", StringComparison.Ordinal) || weights.Has(spec.Name))
            weights.Read(spec, value);
    }

    private static void SaveConfig(LlamaModel model, string folder)
    {
        var isReward = model.Heads.Any(head => head.Spec.Name == ScalarHeadSpec.Score);
        var config = model.Config;
        (config.ToHuggingFace() with
        {
            Architecture = isReward ? HuggingFaceConfig.SequenceClassifier : HuggingFaceConfig.CausalLanguageModel,
            TensorType = model.Type == ScalarType.BFloat16 ? "bfloat16" : "float32"
        }).Save(folder);
        new HuggingFaceGenerationConfig
        {
            BeginningOfSequenceId = config.BosTokenId,
            EndOfSequenceIds = config.EosTokenIds,
            PaddingId = config.PadTokenId
        }.Save(folder);
    }

    // A float64 model is for checks; its file is float32, like everyone's.
    private static void SaveWeights(LlamaModel model, string path)
    {
        using var scope = torch.NewDisposeScope();
        var type = model.Type == ScalarType.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var values = model.Parameters.Values.to_type(type).cpu();
        var size = values.element_size();
        var start = LibTorch.DataPointer(values);
        SafetensorsWriter.Write(path, model.Parameters.Specs.Select(spec => SafetensorsSource.FromAddress(
            spec.Name, type == ScalarType.BFloat16 ? SafetensorsType.BF16 : SafetensorsType.F32, spec.Shape,
            start + (nint)(model.Parameters[spec.Name].Offset * size))));
    }
}
