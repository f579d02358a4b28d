using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Transformer.Models;

/// <summary>Models as folders in Hugging Face layout, readable by transformers, TRL and vLLM.</summary>
public static class LlamaCheckpoint
{
    /// <summary>
    /// Writes <c>config.json</c>, <c>generation_config.json</c>, <c>model.safetensors</c>, or shards of it with their
    /// index, and the tokenizer.
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
        WeightWriter.Save(model, folder);
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
        var file = LoadConfig(folder);
        using var weights = WeightFiles.Open(folder);
        // A classifier has no output projection, whether or not its trunk's was tied.
        var hasNoOutput = file.IsClassifier && !weights.Has(LlamaLayout.OutputHead);
        var config = ModelConfig.FromHuggingFace(file) with { TieEmbeddings = file.TieWordEmbeddings || hasNoOutput };
        var heads = new[] { ScalarHeadSpec.Score, ScalarHeadSpec.Value }
            .Select(name => new ScalarHeadSpec { Name = name })
            .Where(head => weights.Has(head.WeightName))
            .ToArray();
        if (!config.TieEmbeddings)
            weights.RequireOutput();
        // Before there is memory for what the configuration claims.
        weights.RequireAll(LlamaLayout.OneByOne(config, heads).Where(IsNeeded));
        weights.RequireKnown(LlamaLayout.Parameters(config, heads), file.Architecture);
        if (file.TieWordEmbeddings)
            weights.RequireTiedOutput();
        var model = new LlamaModel(config, type, device ?? torch.CPU, heads);
        try
        {
            foreach (var spec in model.Parameters.Specs.Where(IsNeeded))
                weights.Read(spec, model.Parameters[spec.Name].Value);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }

        bool IsNeeded(ParameterSpec spec) => weights.Has(spec.Name) || !IsOptional(spec.Name, heads);
    }

    /// <summary>
    /// Refuses a folder whose model only scores: a classifier that was stored without its output projection, which is
    /// not the embedding.
    /// </summary>
    /// <exception cref="CheckpointException">It is such a model, or a file is missing or wrong.</exception>
    public static void RequireOutput(string folder)
    {
        var config = HuggingFaceConfig.Load(folder);
        if (!config.IsClassifier || config.TieWordEmbeddings)
            return;
        using var weights = WeightFiles.Open(folder);
        if (!weights.Has(LlamaLayout.OutputHead))
            throw new CheckpointException(
                Path.Combine(folder, HuggingFaceConfig.FileName),
                $"field 'architectures' is [{config.Architecture}], without '{LlamaLayout.OutputHead}' and " +
                "tie_word_embeddings: such a model scores texts; allowed here is one that writes them, " +
                FamilyTraits.Of(config.Family).CausalLanguageModel);
    }

    /// <summary>
    /// The first tensor of a folder's weights with a value that is not finite, and its file; null: there is none.
    /// </summary>
    /// <exception cref="CheckpointException">A file is missing or wrong.</exception>
    public static (string File, string Tensor)? FindNotFinite(string folder)
    {
        using var weights = WeightFiles.Open(folder);
        return weights.FindNotFinite();
    }

    /// <summary>
    /// The configuration of a model folder. Where <c>generation_config.json</c> states the tokens that begin, end and
    /// fill, they count, as in transformers.
    /// </summary>
    /// <exception cref="CheckpointException">
    /// A file is missing or wrong, or describes another kind of model.
    /// </exception>
    public static HuggingFaceConfig LoadConfig(string folder)
    {
        var config = HuggingFaceConfig.Load(folder);
        if (config is { IsClassifier: true, LabelCount: not 1 })
            throw new CheckpointException(
                Path.Combine(folder, HuggingFaceConfig.FileName),
                $"has {config.LabelCount} labels; a score is one number");
        if (!File.Exists(Path.Combine(folder, HuggingFaceGenerationConfig.FileName)))
            return config;
        var generation = HuggingFaceGenerationConfig.Load(folder, config.VocabularySize);
        return config with
        {
            BeginningOfSequenceId = generation.BeginningOfSequenceId ?? config.BeginningOfSequenceId,
            EndOfSequenceIds = generation.EndOfSequenceIds ?? config.EndOfSequenceIds,
            PaddingId = generation.PaddingId ?? config.PaddingId
        };
    }

    // Sequence classifiers of transformers have no bias; ours starts at 0 then.
    private static bool IsOptional(string name, IEnumerable<ScalarHeadSpec> heads) =>
        heads.Any(head => head.BiasName == name);

    private static void SaveConfig(LlamaModel model, string folder)
    {
        var config = model.Config;
        (config.ToHuggingFace() with
        {
            IsClassifier = model.Heads.Any(head => head.Spec.Name == ScalarHeadSpec.Score),
            TensorType = model.Type == ScalarType.BFloat16 ? "bfloat16" : "float32"
        }).Save(folder);
        new HuggingFaceGenerationConfig
        {
            BeginningOfSequenceId = config.BosTokenId,
            EndOfSequenceIds = config.EosTokenIds,
            PaddingId = config.PadTokenId
        }.Save(folder);
    }
}
